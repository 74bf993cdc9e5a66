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
  ReturnValues?: string;
  FilterExpression?: string;
  ExclusiveStartKey?: Item;
}

/** One item is a page, whether or not the filter lets it pass, as a page of DynamoDB may be empty. */
function page(input: Input, all: readonly Item[]) {
  const after = all.findIndex((item) => item['id']?.S === input.ExclusiveStartKey?.['id']?.S);
  const item = all[after + 1];
  const LastEvaluatedKey = after + 2 < all.length && item ? { id: item['id'] } : undefined;
  const passes = item && holds({ ...input, ConditionExpression: input.FilterExpression }, item);
  return { Items: passes ? [item] : [], LastEvaluatedKey };
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
    if (name === 'Scan') {
      return page(input, [...items.values()]);
    }
    const isNew = input.ReturnValues === 'ALL_NEW';
    const Attributes = isNew ? structuredClone(items.get(id)) : old;
    return /^(Put|Update|Delete)Item$/.test(name) ? { Attributes } : undefined;
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
  const begins = /begins_with\((\S+?), (:\w+)\)/g;
  const comparison = /(attribute_exists|attribute_not_exists)\((\S+?)\)|(#?\w+) (=|<=|<|>) (:\w+)/g;
  const condition = (input.ConditionExpression ?? '').replace(begins, (_all, path, value) =>
    String(item[nameIn(input, path)]?.S?.startsWith(valueIn(input, value).S ?? '') ?? false),
  );
  let text = condition.replace(comparison, (_all, existence, path, name, operator, value) =>
    existence
      ? String((item[nameIn(input, path)] === undefined) === (existence === 'attribute_not_exists'))
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
  if (operator === '>') {
    return a > b;
  }
  return operator === '<' ? a < b : a <= b;
}

/** SET, REMOVE and ADD, in this order. */
function updated(input: Input, item: Item): Item {
  const [, sets = '', removes = '', adds = ''] =
    /^(?:SET (.*?))?\s*(?:REMOVE (.*?))?\s*(?:ADD (.*))?$/.exec(input.UpdateExpression ?? '') ?? [];
  for (const set of sets.split(/, (?!:)/).filter(Boolean)) {
    const [path, given = ''] = set.split(' = ');
    const [, unless, fallback] = /^if_not_exists\((\S+), (\S+)\)$/.exec(given) ?? [];
    const kept = unless && item[nameIn(input, unless)];
    item[nameIn(input, path)] = kept || valueIn(input, fallback ?? given);
  }
  for (const name of removes.split(', ').filter(Boolean)) {
    delete item[nameIn(input, name)];
  }
  for (const add of adds.split(', ').filter(Boolean)) {
    const [path = '', value] = add.split(' ');
    const name = nameIn(input, path);
    item[name] = sum(item[name], valueIn(input, value));
  }
  return item;
}

function sum(old: AttributeValue | undefined, more: AttributeValue): AttributeValue {
  return more.SS
    ? { SS: [...new Set([...(old?.SS ?? []), ...more.SS])] }
    : { N: String(Number(old?.N ?? 0) + Number(more.N)) };
}
