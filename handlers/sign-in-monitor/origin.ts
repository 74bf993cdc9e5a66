import { ACCOUNT_ID, REGION } from '../../lambda/pattern.ts';
import { fields, matching, text } from './record.ts';
import { clean } from './text.ts';

/** The organization trail, by which sign-ins of regions without a rule arrive. */
export interface Trail {
  /** Of the events that the function of the trail's log group puts on the bus. */
  source: string;
  /** Of the account that it runs in. */
  managementAccountId: string;
}

/** Who put an event on the bus, and therefore what of it is true. */
export interface Origin {
  by: 'rule' | 'trail' | 'stranger' | 'unknown';
  /** The account whose sign-in it is; of a stranger, the account that put the event. */
  accountId: string | undefined;
  /** The region of the event's envelope. */
  region: string | undefined;
  source: string | undefined;
}

// https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-signin.html
// https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-sso.html
const AWS_SOURCES = ['aws.signin', 'aws.sso'];

/**
 * EventBridge writes the account into the envelope, and refuses sources that begin with `aws.` from
 * customers; the caller of PutEvents chooses all else. The account of an event is therefore the
 * envelope's. The record of a trail names its account itself; it counts only from the management
 * account, whose trail it is.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export function originOf(event: unknown, trail: Trail): Origin {
  const envelope = fields(event);
  const source = text(envelope.source);
  const account = matching(ACCOUNT_ID, envelope.account);
  const region = matching(REGION, envelope.region);
  if (source !== undefined && AWS_SOURCES.includes(source)) {
    return { by: 'rule', accountId: account, region, source };
  }
  if (source === trail.source && account === trail.managementAccountId) {
    const recipient = matching(ACCOUNT_ID, fields(envelope.detail).recipientAccountId);
    return { by: 'trail', accountId: recipient, region, source };
  }
  if (source === undefined) {
    return { by: 'unknown', accountId: account, region, source };
  }
  return { by: 'stranger', accountId: account, region, source: clean(source, 60) };
}
