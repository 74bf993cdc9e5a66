import { ACCOUNT_ID, REGION } from '../../lambda/pattern.ts';
import { type Identity, identityOf } from './identity.ts';
import { EVENT_ID, type Fields, fields, matching, text } from './record.ts';

export type Mfa = 'yes' | 'no' | 'unknown';

/** A sign-in, or a step of one, as CloudTrail records it. */
export interface SignIn extends Identity {
  eventName: string | undefined;
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
  eventId: string | undefined;
  /** Joins the events of one sign-in through Identity Center. */
  workflowId: string | undefined;
  switchedFrom: string | undefined;
  loginTo: string | undefined;
}

/** The place of the result in each kind of event, and whether it is only a step. */
const EVENTS: Readonly<
  Record<string, { result: 'responseElements' | 'serviceEventDetails'; step: boolean }>
> = {
  ConsoleLogin: { result: 'responseElements', step: false },
  SwitchRole: { result: 'responseElements', step: false },
  CheckMfa: { result: 'responseElements', step: true },
  UserAuthentication: { result: 'serviceEventDetails', step: false },
  CredentialChallenge: { result: 'serviceEventDetails', step: true },
  CredentialVerification: { result: 'serviceEventDetails', step: true },
  Federate: { result: 'serviceEventDetails', step: false },
};

/** Reads an event of EventBridge; missing values are undefined or unknown. Never throws. */
export function readSignIn(event: unknown): SignIn {
  const envelope = fields(event);
  const detail = fields(envelope.detail);
  const eventName = text(detail.eventName);
  const kind = own(eventName);
  const more = fields(detail.additionalEventData);
  const opened = fields(detail.serviceEventDetails).account_id;
  const identity = identityOf(detail);
  const recordedIn = matching(
    ACCOUNT_ID,
    detail.recipientAccountId,
    envelope.account,
    fields(detail.userIdentity).accountId,
  );
  return {
    ...identity,
    eventName,
    step: kind?.step ?? false,
    how: howOf(eventName, identity),
    outcome: outcomeOf(detail, eventName),
    error: text(detail.errorMessage) ?? text(detail.errorCode),
    mfa: mfaOf(eventName, identity, detail),
    accountId: (eventName === 'Federate' && matching(ACCOUNT_ID, opened)) || recordedIn,
    recordedIn,
    region: matching(REGION, detail.awsRegion, envelope.region),
    address: text(detail.sourceIPAddress)?.trim(),
    time: timeOf(detail.eventTime) ?? timeOf(envelope.time),
    eventId: matching(EVENT_ID, detail.eventID),
    workflowId: matching(EVENT_ID, more.AuthWorkflowID),
    switchedFrom: text(more.SwitchFrom),
    loginTo: text(more.LoginTo),
  };
}

export const isKnownEvent = (name: string | undefined): boolean => own(name) !== undefined;

function own(name: string | undefined) {
  return name !== undefined && Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined;
}

function outcomeOf(detail: Fields, eventName: string | undefined): SignIn['outcome'] {
  const kind = own(eventName);
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
  // It has no result: the event itself means that an account was opened.
  return eventName === 'Federate' && fields(detail.serviceEventDetails).account_id
    ? 'success'
    : 'unknown';
}

function howOf(eventName: string | undefined, { kind, permissionSet }: Identity): string {
  switch (eventName) {
    case 'SwitchRole':
      return 'role switch in the console';
    case 'Federate':
      return 'account opened in the access portal of Identity Center';
    case 'UserAuthentication':
    case 'CredentialChallenge':
    case 'CredentialVerification':
      return 'Identity Center';
    default:
      if (permissionSet) {
        return 'console, through Identity Center';
      }
      return kind === 'role' || kind === 'federated' ? 'console, by federation' : 'console';
  }
}

const SECOND_FACTORS = ['TOTP', 'RESYNC_TOTP', 'WEBAUTHN'];

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
