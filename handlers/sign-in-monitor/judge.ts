import type { signInMfaExpected } from '../../templates/parameters.ts';
import { parseAddress } from './addresses.ts';
import type { KnownNetworks } from './networks.ts';
import { EVENT_ID, fields, matching } from './record.ts';
import { isKnownEvent, readSignIn, type SignIn } from './sign-in.ts';
import { clean, digest, excerpt } from './text.ts';

export type MfaExpected = (typeof signInMfaExpected.allowedValues)[number];

export interface Reason {
  code: 'cannot-be-judged' | 'unknown-network' | 'repeated-failures' | 'root' | 'no-mfa';
  text: string;
}

export interface Verdict {
  /** The same for all events of one sign-in. */
  id: string;
  signIn: SignIn;
  /** The reasons for an alert; none for an expected sign-in. */
  reasons: readonly Reason[];
  /** The name of the known network; undefined outside of them. */
  network: string | undefined;
  /** Repeated failures raise an alert of their own. */
  failed: boolean;
  /** The event, if it can't be evaluated. */
  raw?: string;
}

/** Evaluates an event of EventBridge, of any shape. Never throws: unreadable events are reasons. */
export function judge(
  event: unknown,
  known: KnownNetworks,
  expectMfa: readonly MfaExpected[],
): Verdict {
  const signIn = readSignIn(event);
  const place = placeOf(signIn, known);
  const problems = problemsOf(signIn);
  const failed = signIn.outcome === 'failure';
  // A failed sign-in is not one from an unknown network, but a failure that may repeat.
  const entered = !failed && !signIn.step && isKnownEvent(signIn.eventName);
  if (entered && place.problem) {
    problems.push(place.problem);
  }
  const reasons: Reason[] = [];
  if (problems.length > 0) {
    reasons.push({
      code: 'cannot-be-judged',
      text: `This can't be evaluated: ${problems.join('; ')}`,
    });
  }
  if (entered && place.unknown) {
    const text = `${signIn.address} is in none of the known networks`;
    reasons.push({ code: 'unknown-network', text });
  }
  if (signIn.kind === 'root' && (failed || !signIn.step)) {
    reasons.push({ code: 'root', text: 'The root user is to be used in emergencies only' });
  }
  if (entered && expectMfa.some((kind) => kind === signIn.kind) && signIn.mfa !== 'yes') {
    const text =
      signIn.mfa === 'no' ? 'It was without MFA' : 'AWS does not record whether MFA was used';
    reasons.push({ code: 'no-mfa', text });
  }
  const verdict = { id: idOf(event), signIn, reasons, network: place.network, failed };
  return problems.length > 0 ? { ...verdict, raw: excerpt(event) } : verdict;
}

/** Missing values, and values that are not known. */
function problemsOf(signIn: SignIn): string[] {
  const { eventName, kind, outcome } = signIn;
  if (!isKnownEvent(eventName)) {
    return [
      eventName === undefined ? 'no event name' : `unknown sign-in event ${clean(eventName)}`,
    ];
  }
  const problems: string[] = [];
  if (kind === undefined) {
    problems.push(`unknown user type ${clean(signIn.type ?? '') || '(none)'}`);
  }
  if (outcome === 'unknown') {
    problems.push('no result');
  }
  if (signIn.accountId === undefined) {
    problems.push('no account id');
  }
  if (outcome === 'failure' && signIn.time === undefined) {
    problems.push('no time');
  }
  return problems;
}

interface Place {
  network?: string;
  unknown?: boolean;
  problem?: string;
}

function placeOf(signIn: SignIn, known: KnownNetworks): Place {
  const { address } = signIn;
  if (address === undefined) {
    return { problem: 'no address' };
  }
  const parsed = parseAddress(address);
  if (!parsed) {
    return isDesktop(signIn) ? {} : { problem: `${clean(address)} is not an address` };
  }
  const network = known.find(parsed);
  return network ? { network: network.name || network.cidr } : { unknown: true };
}

/**
 * WorkSpaces records users with smart cards who sign in to their desktop, which is not an AWS
 * account, with the documented "AWS Internal" instead of an address. There is no other exception.
 *
 * @see https://docs.aws.amazon.com/workspaces/latest/adminguide/signin-events.html
 */
function isDesktop({ eventName, address = '', loginTo = '' }: SignIn): boolean {
  return (
    eventName === 'UserAuthentication' &&
    /^AWS Internal(\/\d+)?$/.test(address) &&
    /^https:\/\/clients\.amazonaws\.com\/workspaces([/?#]|$)/.test(loginTo)
  );
}

/**
 * CloudTrail records one action in several accounts with the same `sharedEventID`; one event has the
 * same `eventID` on every bus. Without either it is EventBridge's own id, or the whole event.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function idOf(event: unknown): string {
  const envelope = fields(event);
  const { sharedEventID, eventID } = fields(envelope.detail);
  return matching(EVENT_ID, sharedEventID, eventID, envelope.id) ?? digest(event);
}
