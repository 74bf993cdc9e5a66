import { createHash } from 'node:crypto';
import { DeleteItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { ClaimedError } from '../../lambda/alerting/errors.ts';
import {
  type DynamoDb,
  type Item,
  LEASE_SECONDS,
  number,
  numberOf,
  update,
  type Written,
  written,
} from '../../lambda/alerting/items.ts';

/** A finding, as one event published it. */
export interface Seen {
  id: string;
  severity: number;
  /** Milliseconds; when its source published the event. */
  publishedAt: number;
}

export interface Sent {
  /**
   * Sends, unless it was sent with this severity or a higher one; `send` receives the severity of
   * the previous alert.
   *
   * @throws ClaimedError when another invocation is sending; and any error of `send`
   */
  run(seen: Seen, send: (before: number | undefined) => Promise<void>): Promise<'sent' | 'already'>;

  /**
   * Forgets a finding that is over, so that it is sent again when it comes back; an event that is
   * older than the one that was sent forgets nothing.
   */
  forget(seen: Omit<Seen, 'severity'>): Promise<'forgotten' | 'unknown'>;
}

// GuardDuty keeps a finding for 90 days after it was last seen; then it cannot be updated any more.
// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html
const KEEP_SECONDS = 90 * 86_400;
const DAY_SECONDS = 86_400;

interface Claim {
  key: string;
  severity: number;
  publishedAt: number;
  at: number;
  /** Milliseconds; also distinguishes claims. */
  leaseUntil: number;
  expiresAt: number;
}

/**
 * Records the severity with which each finding was sent, so that an update is sent only if its
 * severity rose, or after it was over. As with `Once`, an alert is sent twice after a partial failure rather than never:
 * the sender claims the severity, and an unfulfilled claim ends with its lease. A higher severity
 * need not wait for the claim of a lower one.
 */
export function sentFindings(
  dynamodb: DynamoDb,
  table: string,
  options: { now?: () => number; leaseSeconds?: number } = {},
): Sent {
  const { now = Date.now, leaseSeconds = LEASE_SECONDS } = options;
  return {
    async run({ id, severity, publishedAt }, send) {
      const at = now();
      const claim = {
        key: keyOf(id),
        severity,
        publishedAt,
        at,
        leaseUntil: at + leaseSeconds * 1000,
        expiresAt: Math.ceil(at / 1000) + KEEP_SECONDS,
      };
      const taken = await take(dynamodb, table, claim);
      if (!taken.done) {
        return refused(dynamodb, table, claim, taken.item);
      }
      try {
        await send(sentBefore(taken.before, at));
      } catch (error) {
        await release(dynamodb, table, claim);
        throw error;
      }
      await markSent(dynamodb, table, claim);
      return 'sent';
    },
    async forget({ id, publishedAt }) {
      const remove = new DeleteItemCommand({
        TableName: table,
        Key: { id: { S: keyOf(id) } },
        // Lambda retries events, so that they arrive in another order than they were published.
        ConditionExpression: 'attribute_not_exists(publishedAt) OR publishedAt <= :publishedAt',
        ExpressionAttributeValues: { ':publishedAt': number(publishedAt) },
        ReturnValues: 'ALL_OLD',
      });
      const removed = await written(dynamodb.send(remove));
      return removed.done && removed.before ? 'forgotten' : 'unknown';
    },
  };
}

// A key has at most 2048 bytes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
function keyOf(id: string): string {
  if (Buffer.byteLength(id) <= 1024) {
    return `finding#${id}`;
  }
  return `finding#${createHash('sha256').update(id).digest('hex')}`;
}

/** Claims, if the severity is higher than that of previous alerts and of other claims. */
async function take(dynamodb: DynamoDb, table: string, claim: Claim): Promise<Written> {
  const { key, severity, publishedAt, at, leaseUntil, expiresAt } = claim;
  const values = {
    ':severity': number(severity),
    ':publishedAt': number(publishedAt),
    ':leaseUntil': number(leaseUntil),
    ':expiresAt': number(expiresAt),
  };
  const set =
    'SET claimed = :severity, publishedAt = :publishedAt, leaseUntil = :leaseUntil, expiresAt = :expiresAt';
  const taken = await update(dynamodb, table, key, {
    UpdateExpression: set,
    ConditionExpression:
      '(attribute_not_exists(sent) OR sent < :severity) AND ' +
      '(attribute_not_exists(claimed) OR claimed < :severity OR leaseUntil <= :now)',
    ExpressionAttributeValues: { ...values, ':now': number(at) },
    ...WITH_ITEM,
  });
  if (taken.done || !isExpired(taken.item, at)) {
    return taken;
  }
  // DynamoDB deletes expired items only within days.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
  return update(dynamodb, table, key, {
    UpdateExpression: `${set} REMOVE sent`,
    ConditionExpression: 'expiresAt <= :nowSeconds',
    ExpressionAttributeValues: { ...values, ':nowSeconds': number(Math.floor(at / 1000)) },
    ...WITH_ITEM,
  });
}

const WITH_ITEM: Pick<
  UpdateItemCommandInput,
  'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'
> = { ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };

/** Was it sent already? Then its expiry is extended; else the invocation with the claim may fail. */
async function refused(
  dynamodb: DynamoDb,
  table: string,
  { key, severity, expiresAt }: Claim,
  item: Item | undefined,
): Promise<'already'> {
  const sent = numberOf(item?.['sent']);
  if (sent === undefined || sent < severity) {
    throw new ClaimedError(`${key} is being sent by another invocation; Lambda retries this one`);
  }
  if (expiresAt - (numberOf(item?.['expiresAt']) ?? 0) >= DAY_SECONDS) {
    await update(dynamodb, table, key, {
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'expiresAt < :expiresAt',
      ExpressionAttributeValues: { ':expiresAt': number(expiresAt) },
    });
  }
  return 'already';
}

/**
 * A higher severity that was sent meanwhile is equally good; a finding that was over meanwhile stays
 * forgotten.
 */
async function markSent(dynamodb: DynamoDb, table: string, claim: Claim): Promise<void> {
  await update(dynamodb, table, claim.key, {
    UpdateExpression: 'SET sent = :severity, expiresAt = :expiresAt',
    ConditionExpression:
      'attribute_exists(id) AND (attribute_not_exists(sent) OR sent < :severity)',
    ExpressionAttributeValues: {
      ':severity': number(claim.severity),
      ':expiresAt': number(claim.expiresAt),
    },
  });
}

/** Releases the claim, if it still is this one, so that the retry need not wait. */
async function release(dynamodb: DynamoDb, table: string, claim: Claim): Promise<void> {
  const released = update(dynamodb, table, claim.key, {
    UpdateExpression: 'REMOVE claimed, leaseUntil',
    ConditionExpression: 'leaseUntil = :leaseUntil',
    ExpressionAttributeValues: { ':leaseUntil': number(claim.leaseUntil) },
  });
  // The error of sending is thrown; a claim that can't be released ends with its lease.
  await released.catch(() => {});
}

function isExpired(item: Item | undefined, at: number): boolean {
  const expiresAt = numberOf(item?.['expiresAt']);
  return expiresAt !== undefined && expiresAt * 1000 <= at;
}

function sentBefore(before: Item | undefined, at: number): number | undefined {
  return isExpired(before, at) ? undefined : numberOf(before?.['sent']);
}
