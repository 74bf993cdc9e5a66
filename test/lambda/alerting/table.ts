import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';

type Item = Record<string, AttributeValue>;
type Values = Record<string, AttributeValue>;

interface Input {
  Item?: Item;
  Key?: Item;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Values;
}

/** A table in memory that judges conditions, as far as ours go; `fail` may throw before a write. */
export function fakeTable(fail: (command: string) => void = () => {}) {
  const items = new Map<string, Item>();
  const { client, commands } = fakeClient<never>((name, input: Input) => {
    fail(name);
    const id = (input.Item ?? input.Key)?.['id']?.S ?? '';
    const old = items.get(id);
    if (input.ConditionExpression && !holds(input, old ?? {})) {
      throw awsError('ConditionalCheckFailedException', 'The conditional request failed', {
        Item: old,
      });
    }
    if (name === 'PutItem') {
      items.set(id, { ...input.Item });
    }
    if (name === 'DeleteItem') {
      items.delete(id);
    }
    if (name === 'UpdateItem') {
      items.set(id, updated(input, { ...input.Key, ...old }));
    }
    return /^(Put|Update|Delete)Item$/.test(name) ? { Attributes: old } : undefined;
  });
  return { dynamodb: client, items, commands };
}

const nameIn = (input: Input, name = '') => input.ExpressionAttributeNames?.[name] ?? name;
function valueIn(input: Input, name = ''): AttributeValue {
  const value = input.ExpressionAttributeValues?.[name];
  if (!value) {
    throw new Error(`No value ${name}`);
  }
  return value;
}

/** Turns each comparison into true or false, then each bracket, from within. */
function holds(input: Input, item: Item): boolean {
  const comparison = /(attribute_exists|attribute_not_exists)\((\S+?)\)|(#?\w+) (=|<=|<) (:\w+)/g;
  let text = (input.ConditionExpression ?? '').replace(
    comparison,
    (_all, existence, path, name, operator, value) =>
      existence
        ? String(
            (item[nameIn(input, path)] === undefined) === (existence === 'attribute_not_exists'),
          )
        : String(compare(item[nameIn(input, name)], operator, valueIn(input, value))),
  );
  while (/\([^()]*\)/.test(text)) {
    text = text.replace(/\(([^()]*)\)/g, (_all, inner) => String(anyOf(inner)));
  }
  return anyOf(text);
}

function anyOf(text: string): boolean {
  return text.split(' OR ').some((side) =>
    side.split(' AND ').every((fact) => {
      if (!/^\s*(true|false)\s*$/.test(fact)) {
        throw new Error(`Not understood: ${fact}`);
      }
      return fact.trim() === 'true';
    }),
  );
}

// As in DynamoDB, what is absent compares as false.
function compare(left: AttributeValue | undefined, operator: string, right: AttributeValue) {
  if (left === undefined) {
    return false;
  }
  if (operator === '=') {
    return left.S === right.S && left.N === right.N;
  }
  const [a, b] = [Number(left.N), Number(right.N)];
  return operator === '<' ? a < b : a <= b;
}

function updated(input: Input, item: Item): Item {
  const [, sets = '', removes = ''] =
    /^(?:SET (.*?))?\s*(?:REMOVE (.*))?$/.exec(input.UpdateExpression ?? '') ?? [];
  for (const set of sets.split(', ').filter(Boolean)) {
    const [name, value] = set.split(' = ');
    item[nameIn(input, name)] = valueIn(input, value);
  }
  for (const name of removes.split(', ').filter(Boolean)) {
    delete item[nameIn(input, name)];
  }
  return item;
}
