import { ACCOUNT_ID, REGION } from '../../lambda/pattern.ts';
import { UnknownEventError } from './errors.ts';

/** The request of an event. */
export type FlowLogsRequest =
  | { kind: 'place'; accountId: string; region: string }
  | { kind: 'sweep'; after: string }
  | { kind: 'accounts'; accountIds: string[]; round: number };

/** The detail-type of the event that continues a sweep. */
export const RESUME = 'Flow Logs Sweep Resumed';

/** The detail-type of the event that repeats accounts of which some VPCs lack flow logs. */
export const REPEAT = 'Flow Logs Accounts Repeated';

/**
 * Reads an event of EventBridge.
 *
 * @throws UnknownEventError for any other
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function requestOf(event: unknown): FlowLogsRequest {
  const { 'detail-type': type, account, region, detail } = fields(event);
  switch (type) {
    case 'AWS API Call via CloudTrail':
      return {
        kind: 'place',
        accountId: text('account', account, ACCOUNT_ID),
        region: text('region', region, REGION),
      };
    case 'Scheduled Event':
      return { kind: 'sweep', after: '' };
    case RESUME:
      return { kind: 'sweep', after: afterOf(fields(detail)) };
    case REPEAT:
      return { kind: 'accounts', ...repeated(fields(detail)) };
    default:
      throw new UnknownEventError(
        `An event of type ${JSON.stringify(type)}: allowed are a CloudTrail API call, a scheduled ` +
          `event, ${RESUME} and ${REPEAT}; correct the rule that sends it`,
      );
  }
}

/** After no account: all of them. */
const afterOf = ({ after }: Record<string, unknown>): string =>
  after === '' ? '' : text('detail.after', after, ACCOUNT_ID);

function repeated({ accountIds, round }: Record<string, unknown>) {
  if (!Array.isArray(accountIds) || typeof round !== 'number') {
    throw new UnknownEventError(`The event has no detail.accountIds and detail.round`);
  }
  return { accountIds: accountIds.map((id) => text('detail.accountIds', id, ACCOUNT_ID)), round };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(name: string, value: unknown, pattern: RegExp): string {
  if (typeof value === 'string' && pattern.test(value)) {
    return value;
  }
  throw new UnknownEventError(
    `The event's ${name} is ${JSON.stringify(value)}: not an id or region`,
  );
}
