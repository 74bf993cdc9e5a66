import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDb, type Item, number, numberOf } from '../../lambda/alerting/items.ts';

/** When alerts began: of a source, of a region, and of a rule of AWS Config. */
export type StartKey = `source/${string}` | `region/${string}` | `rule/${string}`;

export interface Starts {
  /** When each of the keys was seen first, in milliseconds; a new key begins now, for good. */
  of(keys: readonly StartKey[]): Promise<ReadonlyMap<string, number>>;
}

// An expression has at most 4 KB.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const KEYS_AT_ONCE = 50;

/** Kept in one item, without an expiry: its size is bounded by the names of rules and regions. */
export function startTimes(
  dynamodb: DynamoDb,
  table: string,
  { now = Date.now }: { now?: () => number } = {},
): Starts {
  const known = new Map<string, number>();
  return {
    async of(keys) {
      const unknown = keys.filter((key) => !known.has(key));
      for (let from = 0; from < unknown.length; from += KEYS_AT_ONCE) {
        const item = await begin(dynamodb, table, unknown.slice(from, from + KEYS_AT_ONCE), now());
        for (const [key, value] of Object.entries(item)) {
          known.set(key, numberOf(value) ?? 0);
        }
      }
      return new Map(keys.map((key) => [key, known.get(key) ?? 0]));
    },
  };
}

async function begin(
  dynamodb: DynamoDb,
  table: string,
  keys: readonly StartKey[],
  at: number,
): Promise<Item> {
  const { Attributes = {} } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { id: { S: 'starts' } },
      UpdateExpression: `SET ${keys.map((_, i) => `#k${i} = if_not_exists(#k${i}, :now)`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(keys.map((key, i) => [`#k${i}`, key])),
      ExpressionAttributeValues: { ':now': number(at) },
      ReturnValues: 'ALL_NEW',
    }),
  );
  const { id: _id, ...starts } = Attributes;
  return starts;
}
