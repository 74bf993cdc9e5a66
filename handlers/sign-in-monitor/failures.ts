import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../lambda/errors.ts';

export interface Failure {
  /** What is counted together. */
  key: string;
  /** What is counted: equal ones count once within a window. */
  member: string;
  /** Of the event. */
  id: string;
  /** Milliseconds since 1970. */
  time: number;
}

export interface Limit {
  /** Number of members that raises an alert. */
  count: number;
  windowSeconds: number;
}

export interface Failures {
  /**
   * Counts a failure, once for any number of deliveries. Returns the members within the window if
   * this failure raises the alert, else undefined; a redelivery returns the same.
   */
  count(failure: Failure, limit: Limit): Promise<readonly string[] | undefined>;
}

type DynamoDb = Pick<DynamoDBClient, 'send'>;

/** Number of recent members that are stored of a key, or twice the limit if that is more. */
const KEPT = 100;
// Events may be late: EventBridge retries for a day.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
const LATE_SECONDS = 86_400;

/**
 * Counts in a sliding window: in fixed ones, two failures before a boundary and two after it would
 * not count as three. A set of times and members has each once, in any order and with any
 * concurrency, without a read-modify-write race; it holds the last time of each member and no more
 * than decides, so that an attack does not make its item grow.
 */
export function failures(
  dynamodb: DynamoDb,
  table: string,
  { now = Date.now }: { now?: () => number } = {},
): Failures {
  const update = async (key: string, request: Omit<Update, 'TableName' | 'Key'>) => {
    const Key = { id: { S: `failures#${key}` } };
    return dynamodb.send(new UpdateItemCommand({ TableName: table, Key, ...request }));
  };

  const add = async ({ key, member, time }: Failure, windowSeconds: number) => {
    const expiresAt = Math.ceil(now() / 1000) + windowSeconds + LATE_SECONDS;
    const { Attributes } = await update(key, {
      UpdateExpression: 'ADD events :event SET expiresAt = :expiresAt',
      ExpressionAttributeValues: {
        ':event': { SS: [textOf({ time, member })] },
        ':expiresAt': { N: String(expiresAt) },
      },
      ReturnValues: 'ALL_NEW',
    });
    return (Attributes?.events?.SS ?? []).sort().map(entryOf);
  };

  const forget = async (key: string, entries: readonly Entry[]) => {
    await update(key, {
      UpdateExpression: 'DELETE events :old',
      ExpressionAttributeValues: { ':old': { SS: entries.map(textOf) } },
    });
  };

  /** True for one failure per window, the first that asks, and always for that one. */
  const tells = async ({ key, id, time }: Failure, windowMs: number): Promise<boolean> => {
    try {
      await update(key, {
        UpdateExpression: 'SET toldBy = :id, toldAt = :time',
        ConditionExpression:
          'attribute_not_exists(toldBy) OR toldBy = :id OR toldAt <= :before OR toldAt >= :after',
        ExpressionAttributeValues: {
          ':id': { S: id },
          ':time': { N: String(time) },
          ':before': { N: String(time - windowMs) },
          ':after': { N: String(time + windowMs) },
        },
      });
      return true;
    } catch (error) {
      // Another failure of this window has raised the alert.
      if (isNamed(error, 'ConditionalCheckFailedException')) {
        return false;
      }
      throw error;
    }
  };
  return {
    async count(failure, { count, windowSeconds }) {
      const windowMs = windowSeconds * 1000;
      const entries = await add(failure, windowSeconds);
      const old = surplus(entries, Math.max(KEPT, 2 * count));
      if (old.length > 0) {
        await forget(failure.key, old);
      }
      const most = mostWithin(entries, failure.time, windowMs);
      return most.length >= count && (await tells(failure, windowMs)) ? most : undefined;
    },
  };
}

type Update = UpdateItemCommand['input'];

export interface Entry {
  time: number;
  member: string;
}

// String sets have no order: this sorts by time.
const textOf = ({ time, member }: Entry): string => `${String(time).padStart(15, '0')}#${member}`;

function entryOf(text: string): Entry {
  const end = text.indexOf('#');
  return { time: Number(text.slice(0, end)), member: text.slice(end + 1) };
}

/** Of entries by time: the earlier ones of a member, and all but the newest `kept`. */
function surplus(entries: readonly Entry[], kept: number): Entry[] {
  const last = new Map(entries.map((entry) => [entry.member, entry]));
  const newest = new Set([...last.values()].sort((a, b) => a.time - b.time).slice(-kept));
  return entries.filter((entry) => !newest.has(entry));
}

/** Of the windows that contain a time, the members in the one that has most. */
export function mostWithin(
  entries: readonly Entry[],
  time: number,
  windowMs: number,
): readonly string[] {
  const windows = entries
    .filter(({ time: start }) => start <= time && time < start + windowMs)
    .map(({ time: start }) =>
      entries.filter((one) => one.time >= start && one.time < start + windowMs),
    )
    .map((within) => [...new Set(within.map(({ member }) => member))]);
  return windows.reduce((most, one) => (one.length > most.length ? one : most), []);
}
