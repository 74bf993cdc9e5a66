import { ACCOUNT_ID, REGION } from '../../lambda/pattern.ts';
import { type EventKind, kindOf } from './events.ts';
import { type Identity, identityOf } from './identity.ts';
import { type Origin, originOf, type Trail } from './origin.ts';
import { EVENT_ID, type Fields, fields, matching, text } from './record.ts';

export type Mfa = 'yes' | 'no' | 'unknown';

/** A sign-in, or a step of one, as CloudTrail records it. */
export interface SignIn extends Identity {
  eventName: string | undefined;
  /** Undefined for an event that is not known. */
  access: EventKind['access'] | undefined;
  /** Who put the event on the bus. */
  origin: Origin;
  /** A step towards a sign-in: its success is not a sign-in yet. */
  step: boolean;
  how: string;
  outcome: 'success' | 'failure' | 'unknown';
  /** AWS's reason for a failure. */
  error: string | undefined;
  mfa: Mfa;
  /** Of the account that is signed in to. */
  accountId: string | undefined;
  /** Of the account whose trail has the event. */
  recordedIn: string | undefined;
  region: string | undefined;
  address: string | undefined;
  /** Milliseconds since 1970. */
  time: number | undefined;
  /** Of the envelope, likewise. */
  putAt: number | undefined;
  eventId: string | undefined;
  /** Joins the events of one sign-in through Identity Center. */
  workflowId: string | undefined;
  switchedFrom: string | undefined;
  loginTo: string | undefined;
  userAgent: string | undefined;
}

/** Reads an event of EventBridge; missing values are undefined or unknown. Never throws. */
export function readSignIn(event: unknown, trail: Trail): SignIn {
  const envelope = fields(event);
  const detail = fields(envelope.detail);
  const eventName = text(detail.eventName);
  const kind = kindOf(eventName);
  const more = fields(detail.additionalEventData);
  const identity = identityOf(detail);
  const origin = originOf(event, trail);
  const opened = openedBy(detail);
  return {
    ...identity,
    eventName,
    access: kind?.access,
    origin,
    step: kind?.step ?? false,
    how: howOf(eventName, identity, opened),
    outcome: outcomeOf(detail, eventName),
    error: text(detail.errorMessage) ?? text(detail.errorCode),
    mfa: mfaOf(eventName, identity, detail),
    accountId: (origin.by === 'stranger' ? undefined : opened?.accountId) ?? origin.accountId,
    recordedIn: origin.accountId,
    region: matching(REGION, detail.awsRegion, envelope.region),
    address: text(detail.sourceIPAddress)?.trim(),
    time: timeOf(detail.eventTime) ?? timeOf(envelope.time),
    putAt: timeOf(envelope.time),
    eventId: matching(EVENT_ID, detail.eventID),
    workflowId: matching(EVENT_ID, more.AuthWorkflowID),
    switchedFrom: text(more.SwitchFrom),
    loginTo: text(more.LoginTo),
    userAgent: text(detail.userAgent),
  };
}

interface Opened {
  accountId: string | undefined;
  role: string | undefined;
}

/** The account and role that Identity Center opens, or hands out credentials of. */
function openedBy(detail: Fields): Opened | undefined {
  if (detail.eventName !== 'Federate' && detail.eventName !== 'GetRoleCredentials') {
    return undefined;
  }
  const { account_id, role_name } = fields(detail.serviceEventDetails);
  return { accountId: matching(ACCOUNT_ID, account_id), role: text(role_name) };
}

function outcomeOf(detail: Fields, eventName: string | undefined): SignIn['outcome'] {
  const kind = kindOf(eventName);
  if (!kind || eventName === undefined) {
    return 'unknown';
  }
  const result = text(fields(detail[kind.result])[eventName])?.toLowerCase();
  if (result === 'success' || result === 'failure') {
    return result;
  }
  if (result !== undefined) {
    return 'unknown';
  }
  if (text(detail.errorCode) ?? text(detail.errorMessage)) {
    return 'failure';
  }
  // These have no result: without an error the event itself means that it was done.
  return eventName === 'Federate' || kind.access === 'command-line' ? 'success' : 'unknown';
}

function howOf(
  eventName: string | undefined,
  { kind, permissionSet }: Identity,
  opened: Opened | undefined,
): string {
  const { how = 'console' } = kindOf(eventName) ?? {};
  if (eventName === 'Federate' && opened?.accountId !== undefined) {
    return 'account opened in the access portal of Identity Center';
  }
  if (eventName === 'GetRoleCredentials' && opened?.role !== undefined) {
    return `credentials of role ${opened.role}, by Identity Center`;
  }
  if (how !== 'console') {
    return how;
  }
  if (permissionSet) {
    return 'console, through Identity Center';
  }
  return kind === 'role' || kind === 'federated' ? 'console, by federation' : 'console';
}

// A smart card is used with its PIN, and a passkey with what unlocks it.
const SECOND_FACTORS = ['TOTP', 'RESYNC_TOTP', 'WEBAUTHN', 'SMARTCARD'];

/**
 * CloudTrail records `MFAUsed: No` for every user without an IAM password, and the factors of
 * Identity Center; the factors of an identity provider are not recorded.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
 */
function mfaOf(eventName: string | undefined, { kind }: Identity, detail: Fields): Mfa {
  const { MFAUsed, CredentialType } = fields(detail.additionalEventData);
  if (kind === 'root' || kind === 'iam-user') {
    const used = text(MFAUsed)?.toLowerCase();
    return used === 'yes' || used === 'no' ? used : 'unknown';
  }
  if (eventName !== 'UserAuthentication') {
    return 'unknown';
  }
  const factors = (text(CredentialType) ?? 'EXTERNAL_IDP').split(',').map((one) => one.trim());
  if (factors.some((factor) => SECOND_FACTORS.includes(factor))) {
    return 'yes';
  }
  return factors.includes('EXTERNAL_IDP') ? 'unknown' : 'no';
}

function timeOf(value: unknown): number | undefined {
  const time = Date.parse(matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d/, value) ?? '');
  return time > 0 ? time : undefined;
}
