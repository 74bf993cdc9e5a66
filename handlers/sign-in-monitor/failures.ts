import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isNamed } from '../../lambda/errors.ts';

export interface Failure {
  /** Whose failures are counted together. */
  key: string;
  /** Of the event. */
  id: string;
  /** Milliseconds since 1970. */
  time: number;
}

export interface Failures {
  /**
   * Counts a failure, once for any number of deliveries. Returns the number within the window if
   * this failure raises the alert, else undefined; a redelivery returns the same.
   */
  count(failure: Failure): Promise<number | undefined>;
}

type DynamoDb = Pick<DynamoDBClient, 'send'>;

/** Number of recent failures of a user, or of an address, that are stored. */
const KEPT = 100;
// Events may be late: EventBridge retries for a day.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
const LATE_SECONDS = 86_400;

/**
 * Counts in a sliding window: in fixed ones, two failures before a boundary and two after it would
 * not count as three. A set of times and ids has each failure once, in any order and with any
 * concurrency, without a read-modify-write race.
 */
export function failures(
  dynamodb: DynamoDb,
  table: string,
  options: { failureCount: number; failureWindowSeconds: number; now?: () => number },
): Failures {
  const { failureCount, failureWindowSeconds, now = Date.now } = options;
  const windowMs = failureWindowSeconds * 1000;
  const update = async (key: string, request: Omit<Update, 'TableName' | 'Key'>) => {
    const Key = { id: { S: `failures#${key}` } };
    return dynamodb.send(new UpdateItemCommand({ TableName: table, Key, ...request }));
  };

  const add = async ({ key, id, time }: Failure): Promise<string[]> => {
    const expiresAt = Math.ceil(now() / 1000) + failureWindowSeconds + LATE_SECONDS;
    const { Attributes } = await update(key, {
      UpdateExpression: 'ADD events :event SET expiresAt = :expiresAt',
      ExpressionAttributeValues: {
        ':event': { SS: [eventOf(time, id)] },
        ':expiresAt': { N: String(expiresAt) },
      },
      ReturnValues: 'ALL_NEW',
    });
    return Attributes?.events?.SS ?? [];
  };

  const forget = async (key: string, events: readonly string[]) => {
    await update(key, {
      UpdateExpression: 'DELETE events :old',
      ExpressionAttributeValues: { ':old': { SS: [...events] } },
    });
  };

  /** True for one failure per window, the first that asks, and always for that one. */
  const tells = async ({ key, id, time }: Failure): Promise<boolean> => {
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
    async count(failure) {
      const events = (await add(failure)).sort();
      if (events.length > KEPT) {
        await forget(failure.key, events.slice(0, -KEPT));
      }
      const most = mostWithin(events.map(timeOf), failure.time, windowMs);
      return most >= failureCount && (await tells(failure)) ? most : undefined;
    },
  };
}

type Update = UpdateItemCommand['input'];

// String sets have no order: this sorts by time.
const eventOf = (time: number, id: string): string => `${String(time).padStart(15, '0')}#${id}`;

const timeOf = (event: string): number => Number(event.slice(0, event.indexOf('#')));

/** Of the windows that contain a time, the number of times in the fullest. */
export function mostWithin(times: readonly number[], time: number, windowMs: number): number {
  const counts = times
    .filter((start) => start <= time && time < start + windowMs)
    .map((start) => times.filter((one) => one >= start && one < start + windowMs).length);
  return Math.max(0, ...counts);
}
