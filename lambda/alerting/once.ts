import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ClaimedError } from './errors.ts';
import { type DynamoDb, LEASE_SECONDS, number, update, written } from './items.ts';

export interface Once {
  /**
   * Acts, unless it was done for this id within `ttlSeconds`.
   *
   * @throws ClaimedError when another invocation is acting; and any error of `act`
   */
  run(id: string, ttlSeconds: number, act: () => Promise<void>): Promise<'acted' | 'already'>;
}

interface Claim {
  id: string;
  /** Milliseconds; also distinguishes claims. */
  leaseUntil: number;
  /** Seconds, as DynamoDB requires. */
  expiresAt: number;
}

/**
 * Acts at least once for an id, and normally exactly once: the invocation that claims it acts, and
 * then marks it as sent; an unfulfilled claim ends with its lease. A failure between act and mark
 * therefore repeats the act.
 */
export function once(
  dynamodb: DynamoDb,
  table: string,
  options: { now?: () => number; leaseSeconds?: number } = {},
): Once {
  const { now = Date.now, leaseSeconds = LEASE_SECONDS } = options;
  return {
    async run(id, ttlSeconds, act) {
      const at = now();
      const leaseUntil = at + leaseSeconds * 1000;
      const claim = { id, leaseUntil, expiresAt: Math.ceil(at / 1000) + ttlSeconds };
      const holder = await take(dynamodb, table, claim, at);
      if (holder === 'sent') {
        return 'already';
      }
      if (holder === 'claimed') {
        throw new ClaimedError(
          `${id} is being sent by another invocation; Lambda retries this one`,
        );
      }
      try {
        await act();
      } catch (error) {
        await release(dynamodb, table, claim);
        throw error;
      }
      await markSent(dynamodb, table, claim);
      return 'acted';
    },
  };
}

/** Claims; or returns the item that it conflicts with. */
async function take(
  dynamodb: DynamoDb,
  table: string,
  { id, leaseUntil, expiresAt }: Claim,
  at: number,
): Promise<'sent' | 'claimed' | undefined> {
  const put = new PutItemCommand({
    TableName: table,
    Item: {
      id: { S: id },
      state: { S: 'claimed' },
      leaseUntil: number(leaseUntil),
      expiresAt: number(expiresAt),
    },
    // DynamoDB deletes expired items only within days.
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
    ConditionExpression:
      'attribute_not_exists(id) OR expiresAt <= :nowSeconds ' +
      'OR (#state = :claimed AND leaseUntil <= :now)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':claimed': { S: 'claimed' },
      ':now': number(at),
      ':nowSeconds': number(Math.floor(at / 1000)),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const result = await written(dynamodb.send(put));
  if (result.done) {
    return undefined;
  }
  return result.item?.['state']?.S === 'sent' ? 'sent' : 'claimed';
}

async function markSent(dynamodb: DynamoDb, table: string, { id, expiresAt }: Claim) {
  await update(dynamodb, table, id, {
    UpdateExpression: 'SET #state = :sent, expiresAt = :expiresAt REMOVE leaseUntil',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':sent': { S: 'sent' }, ':expiresAt': number(expiresAt) },
  });
}

/** Releases the claim, if it still is this one, so that the retry need not wait. */
async function release(dynamodb: DynamoDb, table: string, { id, leaseUntil }: Claim) {
  const remove = new DeleteItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    ConditionExpression: 'leaseUntil = :leaseUntil',
    ExpressionAttributeValues: { ':leaseUntil': number(leaseUntil) },
  });
  // The error of the act is thrown; a claim that can't be released ends with its lease.
  await written(dynamodb.send(remove)).catch(() => {});
}
