import { parseAddress } from './addresses.ts';
import type { KnownNetworks } from './networks.ts';
import { EVENT_ID, fields, matching } from './record.ts';
import { isKnownEvent, readSignIn, type SignIn } from './sign-in.ts';
import { clean, digest, excerpt } from './text.ts';

export type MfaExpected = 'root' | 'iam-user';

export interface Reason {
  code: 'cannot-be-judged' | 'unknown-network' | 'repeated-failures' | 'root' | 'no-mfa';
  text: string;
}

export interface Verdict {
  /** The same for the same sign-in, however often it is reported. */
  id: string;
  signIn: SignIn;
  /** Why people are told; none for a sign-in that is as it should be. */
  reasons: readonly Reason[];
  /** What the list calls the network; undefined outside of them. */
  network: string | undefined;
  /** Told by itself when it repeats. */
  failed: boolean;
  /** The event, of one that can't be judged. */
  raw?: string;
}

/** Judges an event of EventBridge, of whatever shape. Never throws, and never tells nothing. */
export function judge(
  event: unknown,
  known: KnownNetworks,
  expectMfa: readonly MfaExpected[],
): Verdict {
  const signIn = readSignIn(event);
  const place = placeOf(signIn, known);
  const problems = problemsOf(signIn);
  const failed = signIn.outcome === 'failure';
  // What has not led to a sign-in is none of an unknown network, but a failure that may repeat.
  const entered = !failed && !signIn.step && isKnownEvent(signIn.eventName);
  if (entered && place.problem) problems.push(place.problem);
  const reasons: Reason[] = [];
  if (problems.length > 0) {
    reasons.push({
      code: 'cannot-be-judged',
      text: `This can't be judged: ${problems.join('; ')}`,
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
      signIn.mfa === 'no' ? 'It was without MFA' : 'AWS does not say that it was with MFA';
    reasons.push({ code: 'no-mfa', text });
  }
  const verdict = { id: idOf(event), signIn, reasons, network: place.network, failed };
  return problems.length > 0 ? { ...verdict, raw: excerpt(event) } : verdict;
}

/** What is not said, or not in a way that is known. */
function problemsOf(signIn: SignIn): string[] {
  const { eventName, kind, outcome } = signIn;
  if (!isKnownEvent(eventName)) {
    const name =
      eventName === undefined ? 'it has no name' : `nothing is known of ${clean(eventName)}`;
    return [`${name} as a sign-in`];
  }
  const problems: string[] = [];
  if (kind === undefined) {
    problems.push(`nothing is known of the user type ${clean(signIn.type ?? '') || '(none)'}`);
  }
  if (outcome === 'unknown') problems.push('it does not say whether it succeeded');
  if (signIn.accountId === undefined) problems.push('it does not say in which account');
  if (outcome === 'failure' && signIn.time === undefined) problems.push('it does not say when');
  return problems;
}

interface Place {
  network?: string;
  unknown?: boolean;
  problem?: string;
}

function placeOf(signIn: SignIn, known: KnownNetworks): Place {
  const { address } = signIn;
  if (address === undefined) return { problem: 'it does not say from which address' };
  const parsed = parseAddress(address);
  if (!parsed) {
    return isDesktop(signIn) ? {} : { problem: `${clean(address)} is no address` };
  }
  const network = known.find(parsed);
  return network ? { network: network.name || network.cidr } : { unknown: true };
}

/**
 * WorkSpaces tells of people with smart cards who sign in to their desktop, which is no account of
 * AWS, and has documented "AWS Internal" instead of their address. Nothing else is let off.
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
 * CloudTrail tells the accounts of one action by a `sharedEventID`; one event has the same
 * `eventID` on every bus. Without either it is EventBridge's own id, or all that the event says.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function idOf(event: unknown): string {
  const envelope = fields(event);
  const { sharedEventID, eventID } = fields(envelope.detail);
  return matching(EVENT_ID, sharedEventID, eventID, envelope.id) ?? digest(event);
}
