import type { Alert } from '../../lambda/alerting/topic.ts';
import { parseAddress } from './addresses.ts';
import type { Reason, Verdict } from './judge.ts';
import type { SignIn } from './sign-in.ts';
import { clean } from './text.ts';

/** Facts that are not in the event. */
export interface Told {
  /** Of the account that is signed in to, from the organization. */
  accountName: string;
  partition: string;
  /** The country of the address, if a database has it. */
  country?: string | undefined;
  /** The user, or the origin of the failures. */
  who: string;
}

/** Every reason and every fact; the first reason is the subject. */
export function alertOf(verdict: Verdict, reasons: readonly Reason[], told: Told): Alert {
  const { signIn } = verdict;
  const subject = subjectOf(signIn, reasons, told);
  const facts = signIn.origin.by === 'stranger' ? strangerFacts(signIn) : factsOf(verdict, told);
  const lines = [
    subject,
    '',
    ...reasons.map(({ text }) => `- ${text}`),
    '',
    ...facts.map(([name, value]) => `${name}: ${clean(value ?? '', 250) || 'unknown'}`),
    ...linkOf(signIn, told.partition),
  ].filter((line) => line !== 'Switched from: unknown');
  return { subject, text: [...lines, ...rawOf(verdict)].join('\n') };
}

type Facts = readonly (readonly [string, string | undefined])[];

const factsOf = (verdict: Verdict, told: Told): Facts => {
  const { signIn, id } = verdict;
  return [
    ['Who', whoOf(signIn, told.who)],
    ['Account', accountOf(signIn, told.accountName)],
    ['From', [fromOf(verdict), told.country].filter(Boolean).join(', ')],
    ['How', signIn.how],
    ['Switched from', signIn.switchedFrom],
    ['MFA', mfaOf(signIn)],
    ['Result', resultOf(signIn)],
    ['Region', signIn.region],
    ['Time', signIn.time === undefined ? undefined : new Date(signIn.time).toISOString()],
    ['Event', [signIn.eventName, signIn.eventId ?? id].filter(Boolean).join(' ')],
    ['Reported by', reporterOf(signIn)],
  ];
};

/** Of an event that any account may have written, only what EventBridge wrote. */
const strangerFacts = ({ origin }: SignIn): Facts => [
  ['Put by account', origin.accountId],
  ['Source', origin.source],
  ['Region', origin.region],
];

function reporterOf({ origin, recordedIn }: SignIn): string | undefined {
  switch (origin.by) {
    case 'rule':
      return `the rule in ${origin.region ?? 'an unknown region'} of ${recordedIn ?? 'its account'}`;
    case 'trail':
      return `the organization trail, of ${recordedIn ?? 'an unknown account'}`;
    default:
      return undefined;
  }
}

const ORDER = [
  'stranger',
  'cannot-be-judged',
  'unknown-network',
  'spraying',
  'repeated-failures',
  'root-recovery',
  'root',
  'no-mfa',
] as const;

function subjectOf(signIn: SignIn, reasons: readonly Reason[], told: Told): string {
  const account = accountOf(signIn, told.accountName);
  const whose = `${told.who} of ${account}`;
  const code = ORDER.find((one) => reasons.some((reason) => reason.code === one));
  const subject = reasons.find((reason) => reason.code === code)?.subject;
  if (subject !== undefined) {
    return subject;
  }
  switch (code) {
    case 'stranger':
      return `Event on the bus of sign-ins that AWS did not put there: from ${account}`;
    case 'cannot-be-judged':
      return `Sign-in that can't be evaluated: ${clean(signIn.eventName ?? 'event', 40)} in ${account}`;
    case 'unknown-network':
      return `${subjectVerb(signIn)} from unknown network ${clean(signIn.address ?? '')}: ${whose}`;
    case 'repeated-failures':
      return `Repeated sign-in failures: ${whose}`;
    case 'root-recovery':
      return `Root user of ${account}: ${signIn.how}${signIn.outcome === 'failure' ? ', failed' : ''}`;
    case 'root':
      return `${signIn.outcome === 'failure' ? 'Failed sign-in' : 'Sign-in'} of ${whose}`;
    default:
      return `Sign-in without MFA: ${whose}`;
  }
}

const subjectVerb = ({ access }: SignIn): string =>
  access === 'command-line' ? 'Command-line access' : 'Sign-in';

function accountOf({ accountId }: SignIn, name: string): string {
  if (accountId === undefined) {
    return 'an unknown account';
  }
  return name === accountId ? accountId : `${clean(name, 50)} (${accountId})`;
}

function whoOf({ kind, type, userId }: SignIn, who: string): string {
  const more = [kind ?? type ?? 'user type unknown', userId && `user id ${userId}`];
  return `${who} (${more.filter(Boolean).join(', ')})`;
}

function fromOf({ signIn, network }: Verdict): string {
  const { address } = signIn;
  if (address === undefined) {
    return 'unknown';
  }
  if (network !== undefined) {
    return `${address} (${clean(network, 60)})`;
  }
  return parseAddress(address) ? `${address} (unknown network)` : `${address} (no address)`;
}

function mfaOf({ mfa, kind }: SignIn): string {
  return mfa === 'unknown' && kind !== 'root' && kind !== 'iam-user' ? 'unknown to AWS here' : mfa;
}

const resultOf = ({ outcome, error }: SignIn): string =>
  [outcome, error].filter(Boolean).join(': ');

// https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/working-with-console-by-region.html
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** To the event history, which holds an event for 90 days. */
function linkOf({ region, eventId, recordedIn, origin }: SignIn, partition: string): string[] {
  const console = CONSOLES[partition];
  if (!console || !region || !eventId || origin.by === 'stranger') {
    return [];
  }
  const page = `https://${region}.${console}/cloudtrailv2/home?region=${region}#/events/${eventId}`;
  return [`Link (signed in to ${recordedIn ?? 'its account'}): ${page}`];
}

const rawOf = ({ raw }: Verdict): string[] => (raw === undefined ? [] : ['', 'The event:', raw]);
