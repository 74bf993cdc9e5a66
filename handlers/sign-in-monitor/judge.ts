import type { signInMfaExpected } from '../../templates/parameters.ts';
import { parseAddress } from './addresses.ts';
import type { KnownNetworks } from './networks.ts';
import type { Trail } from './origin.ts';
import { EVENT_ID, fields, matching } from './record.ts';
import { readSignIn, type SignIn } from './sign-in.ts';
import { clean, digest, excerpt } from './text.ts';
import { problemOfTime } from './time.ts';

export type MfaExpected = (typeof signInMfaExpected.allowedValues)[number];

export interface Reason {
  code:
    | 'stranger'
    | 'cannot-be-judged'
    | 'unknown-network'
    | 'spraying'
    | 'repeated-failures'
    | 'root-recovery'
    | 'root'
    | 'no-mfa';
  text: string;
  /** Of the alert, if this is its first reason; else one of the code. */
  subject?: string;
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

/** What an event is judged by. */
export interface Rules {
  known: KnownNetworks;
  expectMfa: readonly MfaExpected[];
  trail: Trail;
  /** Milliseconds since 1970. */
  now: number;
}

/** Evaluates an event of EventBridge, of any shape. Never throws: unreadable events are reasons. */
export function judge(event: unknown, rules: Rules): Verdict {
  const read = readSignIn(event, rules.trail);
  const id = idOf(event);
  if (read.origin.by === 'stranger') {
    const raw = excerpt(event);
    return { id, signIn: read, reasons: strangerOf(read), network: undefined, failed: false, raw };
  }
  const late = problemOfTime(read, rules.now);
  const signIn = late === undefined ? read : { ...read, time: undefined };
  const place = placeOf(signIn, rules.known);
  const problems = problemsOf(signIn, late);
  // Credentials that have expired are everyday; passwords that fail are counted.
  const failed = signIn.outcome === 'failure' && signIn.access !== 'command-line';
  // A failed sign-in is not one from an unknown network, but a failure that may repeat.
  const entered =
    signIn.outcome !== 'failure' && !signIn.step && signIn.access !== undefined && !isOfAws(signIn);
  if (entered && place.problem) {
    problems.push(place.problem);
  }
  const reasons = [
    ...(problems.length > 0 ? [cannotBeJudged(problems)] : []),
    ...(entered && place.unknown ? [unknownNetwork(signIn)] : []),
    ...reasonsOfRoot(signIn, failed),
    ...(entered ? reasonsOfMfa(signIn, rules.expectMfa) : []),
  ];
  const verdict = { id, signIn, reasons, network: place.network, failed };
  return problems.length > 0 ? { ...verdict, raw: excerpt(event) } : verdict;
}

const cannotBeJudged = (problems: readonly string[]): Reason => ({
  code: 'cannot-be-judged',
  text: `This can't be evaluated: ${problems.join('; ')}`,
});

const unknownNetwork = ({ address }: SignIn): Reason => ({
  code: 'unknown-network',
  text: `${address} is in none of the known networks`,
});

/** Only AWS and the function of the trail have anything to put on this bus. */
function strangerOf({ origin }: SignIn): Reason[] {
  const text = `Neither AWS nor the organization trail put this event on the bus: its source is ${origin.source}, and nothing that it says of a sign-in is to be believed`;
  return [{ code: 'stranger', text }];
}

function reasonsOfRoot({ kind, access, step }: SignIn, failed: boolean): Reason[] {
  if (access === 'recovery') {
    const text =
      'A new password or e-mail address hands over the root user, and with it the account';
    return [{ code: 'root-recovery', text }];
  }
  return kind === 'root' && (failed || !step)
    ? [{ code: 'root', text: 'The root user is to be used in emergencies only' }]
    : [];
}

/** What AWS records of MFA is certain for these users only, and where they prove who they are. */
function reasonsOfMfa({ kind, access, mfa }: SignIn, expected: readonly MfaExpected[]): Reason[] {
  const lacking = kind === 'identity-center' ? mfa === 'no' : mfa !== 'yes';
  const value = kind === 'identity-center' ? 'identity-center-user' : kind;
  const proves = access === 'console' || access === 'portal';
  if (!lacking || !proves || !expected.some((one) => one === value)) {
    return [];
  }
  const text = mfa === 'no' ? 'It was without MFA' : 'AWS does not record whether MFA was used';
  return [{ code: 'no-mfa', text }];
}

/** Missing values, and values that are not known. */
function problemsOf(signIn: SignIn, late: string | undefined): string[] {
  const { eventName, access, kind, outcome, origin } = signIn;
  if (access === undefined) {
    return [
      eventName === undefined ? 'no event name' : `unknown sign-in event ${clean(eventName)}`,
    ];
  }
  const problems: string[] = [];
  if (origin.by === 'unknown') {
    problems.push('no source');
  }
  if (kind === undefined && access !== 'recovery') {
    problems.push(`unknown user type ${clean(signIn.type ?? '') || '(none)'}`);
  }
  if (outcome === 'unknown') {
    problems.push('no result');
  }
  if (signIn.accountId === undefined) {
    problems.push('no account id');
  }
  if (late !== undefined) {
    problems.push(late);
  } else if (outcome === 'failure' && signIn.time === undefined) {
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
 * Tokens and credentials that a service of AWS fetches for a user: CloudTrail records its DNS name
 * instead of an address. The access portal makes the console link of a permission set with an agent of
 * its own; who follows the link is recorded as ConsoleLogin, with an address.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://github.com/SigmaHQ/sigma/pull/4734
 */
function isOfAws({ access, eventName, address = '', permissionSet, userAgent }: SignIn): boolean {
  if (access !== 'command-line') {
    return false;
  }
  const byPortal =
    eventName === 'GetSigninToken' && permissionSet && /^Jersey\//.test(userAgent ?? '');
  return byPortal || /^(AWS Internal(\/\d+)?|[a-z0-9.-]+\.amazonaws\.com(\.cn)?)$/.test(address);
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
