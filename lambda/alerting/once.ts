import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ClaimedError } from './errors.ts';
import { type DynamoDb, LEASE_SECONDS, number, update, written } from './items.ts';

export interface Once {
  /**
   * Acts, unless it was done for this id within `ttlSeconds`.
   *
   * @throws ClaimedError when another invocation is at it; and what `act` throws
   */
  run(id: string, ttlSeconds: number, act: () => Promise<void>): Promise<'acted' | 'already'>;
}

interface Claim {
  id: string;
  /** Milliseconds; tells one claim from another, too. */
  leaseUntil: number;
  /** Seconds, as DynamoDB wants them. */
  expiresAt: number;
}

/**
 * Acts at most once for an id in the normal case, and never not at all: who claims it acts, and
 * then marks it as sent; a claim that nobody fulfils ends with its lease. What failed between act
 * and mark is therefore done twice.
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
      if (holder === 'sent') return 'already';
      if (holder === 'claimed') {
        throw new ClaimedError(`${id} is being sent by another invocation; this one tries again`);
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

/** Claims; or tells what is in the way. */
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
    // What has expired is deleted within days only.
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
  if (result.done) return undefined;
  return result.item?.['state']?.S === 'sent' ? 'sent' : 'claimed';
}

async function markSent(dynamodb: DynamoDb, table: string, { id, expiresAt }: Claim) {
  await update(dynamodb, table, id, {
    UpdateExpression: 'SET #state = :sent, expiresAt = :expiresAt REMOVE leaseUntil',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':sent': { S: 'sent' }, ':expiresAt': number(expiresAt) },
  });
}

/** Gives the claim back, if it still is this one, so that the next try need not wait. */
async function release(dynamodb: DynamoDb, table: string, { id, leaseUntil }: Claim) {
  const remove = new DeleteItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    ConditionExpression: 'leaseUntil = :leaseUntil',
    ExpressionAttributeValues: { ':leaseUntil': number(leaseUntil) },
  });
  // Why it was not sent is what is thrown; a claim that cannot be given back ends with its lease.
  await written(dynamodb.send(remove)).catch(() => {});
}
