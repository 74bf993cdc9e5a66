import type { Log } from '../log.ts';
import { type DynamoDb, number, update } from './items.ts';
import { line } from './line.ts';
import type { Alert, Publish } from './topic.ts';

const DETAIL_TYPE = 'Alert Test';

/** The alert that `npm run alert-test` waits for, if the event is an alert test; else undefined. */
export function alertTestOf(event: unknown): Alert | undefined {
  const { source, account, region, detail, ...more } = asRecord(event);
  const { marker } = asRecord(detail);
  const isTest =
    more['detail-type'] === DETAIL_TYPE &&
    typeof source === 'string' &&
    source.endsWith('.alert-test') &&
    typeof marker === 'string' &&
    /^[\w-]{8,64}$/.test(marker);
  return isTest
    ? {
        subject: `Alert test ${marker}`,
        text: `This is a test of the alerts: nothing has happened.\nPut on the bus of ${account}, ${region}.\nMarker: ${marker}`,
      }
    : undefined;
}

/** Tests of an account, region and path that become alerts within a day of UTC. */
export const ALERT_TESTS_A_DAY = 10;

// Longer than the day that is counted.
const KEEP_SECONDS = 2 * 86_400;

export interface AlertTestDependencies {
  dynamodb: DynamoDb;
  table: string;
  publish: Publish;
  log: Log;
  now: () => number;
}

/**
 * Publishes an alert test, if the event is one. A principal that may put events on the default bus of
 * any account may send tests, so that their number is limited: SNS sends no more SMS once the month's
 * limit of costs is reached.
 *
 * @returns whether it is an alert test
 * @see https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
export async function publishAlertTest(
  event: unknown,
  { dynamodb, table, publish, log, now }: AlertTestDependencies,
): Promise<boolean> {
  const test = alertTestOf(event);
  if (!test) {
    return false;
  }
  const at = now();
  const { account, region, detail } = asRecord(event);
  const day = new Date(at).toISOString().slice(0, 10);
  const from = [account, region, asRecord(detail)['path']].map((part) => line(part, 64));
  const counted = await update(dynamodb, table, ['alert-test', ...from, day].join('#'), {
    UpdateExpression: 'SET expiresAt = :expiresAt ADD seen :one',
    ConditionExpression: 'attribute_not_exists(seen) OR seen < :limit',
    ExpressionAttributeValues: {
      ':expiresAt': number(Math.ceil(at / 1000) + KEEP_SECONDS),
      ':one': number(1),
      ':limit': number(ALERT_TESTS_A_DAY),
    },
  });
  if (counted.done) {
    await publish(test);
  } else {
    const message = `Alert test not published: there were ${ALERT_TESTS_A_DAY} today of ${from.join(', ')}`;
    log({ message, action: 'alert-test', level: 'WARN' });
  }
  return true;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
