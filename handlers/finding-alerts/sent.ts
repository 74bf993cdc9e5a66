import { ClaimedError } from '../../lambda/alerting/errors.ts';
import {
  type DynamoDb,
  type Item,
  LEASE_SECONDS,
  number,
  numberOf,
  update,
} from '../../lambda/alerting/items.ts';
import {
  type Claim,
  isExpired,
  keyOf,
  markSent,
  release,
  take,
  WITH_ITEM,
  wasOver,
} from './claims.ts';

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
   * older than the one that was sent forgets nothing. If a newer event said already that it is active
   * again, `send` receives the severity of that event.
   *
   * @throws ClaimedError when another invocation is sending; and any error of `send`
   */
  forget(
    seen: Omit<Seen, 'severity'>,
    send: (severity: number) => Promise<void>,
  ): Promise<'forgotten' | 'unknown' | 'sent' | 'already'>;
}

const DAY_SECONDS = 86_400;
// GuardDuty keeps a finding for 90 days after it was last seen; then it cannot be updated any more.
// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html
const KEEP_SECONDS = 90 * DAY_SECONDS;
// Longer than the day for which EventBridge and Lambda retry.
const KEEP_OVER_SECONDS = 7 * DAY_SECONDS;

/**
 * Records the severity with which each finding was sent, so that an update is sent only if its
 * severity rose, or after it was over. As with `Once`, an alert is sent twice after a partial failure rather than never:
 * the sender claims the severity, and an unfulfilled claim ends with its lease. A higher severity
 * need not wait for the claim of a lower one.
 *
 * Lambda retries events, so that they arrive in another order than they were published. An item
 * therefore has three times: `publishedAt` of what was sent, `activeAt` of the newest event that was
 * not sent again, and `overAt`, after which an event is of a finding that came back.
 */
export function sentFindings(
  dynamodb: DynamoDb,
  table: string,
  options: { now?: () => number; leaseSeconds?: number } = {},
): Sent {
  const { now = Date.now, leaseSeconds = LEASE_SECONDS } = options;
  const run: Sent['run'] = async ({ id, severity, publishedAt }, send) => {
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
    const before = isExpired(taken.before, at) ? undefined : taken.before;
    try {
      await keepNewest(dynamodb, table, claim, before);
      await send(wasOver(before, publishedAt) ? undefined : numberOf(before?.['sent']));
    } catch (error) {
      await release(dynamodb, table, claim);
      throw error;
    }
    await markSent(dynamodb, table, claim);
    return 'sent';
  };
  return {
    run,
    async forget({ id, publishedAt }, send) {
      const expiresAt = Math.ceil(now() / 1000) + KEEP_OVER_SECONDS;
      const outcome = await forget(dynamodb, table, { key: keyOf(id), publishedAt, expiresAt });
      return typeof outcome === 'string'
        ? outcome
        : run({ id, ...outcome }, () => send(outcome.severity));
    },
  };
}

const NOT_OLDER =
  '(attribute_not_exists(publishedAt) OR publishedAt <= :publishedAt) AND ' +
  '(attribute_not_exists(overAt) OR overAt <= :publishedAt)';

/** What came back since is returned as it is to be sent. */
async function forget(
  dynamodb: DynamoDb,
  table: string,
  { key, publishedAt, expiresAt }: Pick<Claim, 'key' | 'publishedAt' | 'expiresAt'>,
): Promise<'forgotten' | 'unknown' | Omit<Seen, 'id'>> {
  const values = { ':publishedAt': number(publishedAt) };
  const over = await update(dynamodb, table, key, {
    UpdateExpression:
      'SET overAt = :publishedAt, expiresAt = :expiresAt ' +
      'REMOVE sent, claimed, publishedAt, leaseUntil, activeAt, activeSeverity',
    ConditionExpression: `${NOT_OLDER} AND (attribute_not_exists(activeAt) OR activeAt <= :publishedAt)`,
    ExpressionAttributeValues: { ...values, ':expiresAt': number(expiresAt) },
    ...WITH_ITEM,
  });
  if (over.done) {
    return (over.before?.['sent'] ?? over.before?.['claimed']) ? 'forgotten' : 'unknown';
  }
  const cameBack = await update(dynamodb, table, key, {
    UpdateExpression: 'SET overAt = :publishedAt',
    ConditionExpression: `${NOT_OLDER} AND activeAt > :publishedAt`,
    ExpressionAttributeValues: values,
    ...WITH_ITEM,
  });
  const found = cameBack.done ? cameBack.before : cameBack.item;
  // Not done, and not sent: an earlier try of this event may have failed to send it.
  const isDue = cameBack.done || (found?.['sent'] === undefined && !wasOver(found, publishedAt));
  const { activeAt, activeSeverity } = (isDue && found) || {};
  const [newest, severity] = [numberOf(activeAt), numberOf(activeSeverity)];
  return newest === undefined || severity === undefined || newest <= publishedAt
    ? 'unknown'
    : { severity, publishedAt: newest };
}

/** Was it sent already? Then its expiry is extended; else the invocation with the claim may fail. */
async function refused(
  dynamodb: DynamoDb,
  table: string,
  claim: Claim,
  item: Item | undefined,
): Promise<'already'> {
  const { key, severity, publishedAt, expiresAt } = claim;
  const sent = numberOf(item?.['sent']);
  if (sent === undefined || sent < severity) {
    throw new ClaimedError(`${key} is being sent by another invocation; Lambda retries this one`);
  }
  if (newestOf(item) < publishedAt) {
    await noteActive(dynamodb, table, claim);
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

/** The claim of an older event, with a higher severity, has replaced the time of what was sent. */
async function keepNewest(
  dynamodb: DynamoDb,
  table: string,
  { key, publishedAt }: Claim,
  before: Item | undefined,
): Promise<void> {
  const newest = numberOf(before?.['publishedAt']);
  const severity = numberOf(before?.['sent'] ?? before?.['claimed']);
  if (newest !== undefined && severity !== undefined && newest > publishedAt) {
    await noteActive(dynamodb, table, { key, severity, publishedAt: newest });
  }
}

/** Notes that it is active at that time: an event that is older and says that it was over is not the last word. */
async function noteActive(
  dynamodb: DynamoDb,
  table: string,
  { key, severity, publishedAt }: Pick<Claim, 'key' | 'severity' | 'publishedAt'>,
): Promise<void> {
  const noted = await update(dynamodb, table, key, {
    UpdateExpression: 'SET activeAt = :publishedAt, activeSeverity = :severity',
    ConditionExpression:
      '(attribute_exists(sent) OR attribute_exists(publishedAt)) AND ' +
      '(attribute_not_exists(activeAt) OR activeAt < :publishedAt) AND ' +
      '(attribute_not_exists(overAt) OR overAt > :publishedAt)',
    ExpressionAttributeValues: {
      ':publishedAt': number(publishedAt),
      ':severity': number(severity),
    },
    ...WITH_ITEM,
  });
  if (!noted.done && newestOf(noted.item) < publishedAt) {
    throw new ClaimedError(`${key} was over meanwhile; Lambda retries this invocation`);
  }
}

function newestOf(item: Item | undefined): number {
  const times = [item?.['publishedAt'], item?.['activeAt']].map(numberOf);
  return Math.max(...times.map((time) => time ?? Number.NEGATIVE_INFINITY));
}
