import { createHash } from 'node:crypto';
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDb,
  type Item,
  number,
  numberOf,
  update,
  type Written,
} from '../../lambda/alerting/items.ts';

export interface Claim {
  key: string;
  severity: number;
  publishedAt: number;
  at: number;
  /** Milliseconds; also distinguishes claims. */
  leaseUntil: number;
  expiresAt: number;
}

// A key has at most 2048 bytes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
export function keyOf(id: string): string {
  if (Buffer.byteLength(id) <= 1024) {
    return `finding#${id}`;
  }
  return `finding#${createHash('sha256').update(id).digest('hex')}`;
}

/**
 * Claims, if the severity is higher than that of previous alerts and of other claims, or if the
 * finding was over before this event was published: then all that was before is void.
 */
export async function take(dynamodb: DynamoDb, table: string, claim: Claim): Promise<Written> {
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
      '(attribute_not_exists(claimed) OR claimed < :severity OR leaseUntil <= :now) AND ' +
      '(attribute_not_exists(overAt) OR overAt > :publishedAt)',
    ExpressionAttributeValues: { ...values, ':now': number(at) },
    ...WITH_ITEM,
  });
  if (taken.done) {
    return taken;
  }
  const anew = `${set} REMOVE sent, overAt`;
  if (wasOver(taken.item, publishedAt)) {
    return update(dynamodb, table, key, {
      UpdateExpression: anew,
      ConditionExpression: 'overAt <= :publishedAt',
      ExpressionAttributeValues: values,
      ...WITH_ITEM,
    });
  }
  if (!isExpired(taken.item, at)) {
    return taken;
  }
  // DynamoDB deletes expired items only within days.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
  return update(dynamodb, table, key, {
    UpdateExpression: anew,
    ConditionExpression: 'expiresAt <= :nowSeconds',
    ExpressionAttributeValues: { ...values, ':nowSeconds': number(Math.floor(at / 1000)) },
    ...WITH_ITEM,
  });
}

export const WITH_ITEM: Pick<
  UpdateItemCommandInput,
  'ReturnValues' | 'ReturnValuesOnConditionCheckFailure'
> = { ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };

/**
 * A higher severity that was sent meanwhile is equally good; a finding that was over meanwhile stays
 * forgotten, also if it came back since.
 */
export async function markSent(dynamodb: DynamoDb, table: string, claim: Claim): Promise<void> {
  await update(dynamodb, table, claim.key, {
    UpdateExpression: 'SET sent = :severity, expiresAt = :expiresAt',
    ConditionExpression:
      'publishedAt <= :publishedAt AND (attribute_not_exists(sent) OR sent < :severity)',
    ExpressionAttributeValues: {
      ':publishedAt': number(claim.publishedAt),
      ':severity': number(claim.severity),
      ':expiresAt': number(claim.expiresAt),
    },
  });
}

/** Releases the claim, if it still is this one, so that the retry need not wait. */
export async function release(dynamodb: DynamoDb, table: string, claim: Claim): Promise<void> {
  const released = update(dynamodb, table, claim.key, {
    UpdateExpression: 'REMOVE claimed, leaseUntil',
    ConditionExpression: 'leaseUntil = :leaseUntil',
    ExpressionAttributeValues: { ':leaseUntil': number(claim.leaseUntil) },
  });
  // The error of sending is thrown; a claim that can't be released ends with its lease.
  await released.catch(() => {});
}

export function isExpired(item: Item | undefined, at: number): boolean {
  const expiresAt = numberOf(item?.['expiresAt']);
  return expiresAt !== undefined && expiresAt * 1000 <= at;
}

/** Was it over when the event was published? */
export function wasOver(item: Item | undefined, publishedAt: number): boolean {
  const overAt = numberOf(item?.['overAt']);
  return overAt !== undefined && overAt <= publishedAt;
}
