import type { Failures, Limit } from './failures.ts';
import type { Reason, Verdict } from './judge.ts';
import type { Settings } from './settings.ts';
import { clean } from './text.ts';
import { networkOf, type Who } from './who.ts';

const DAY_SECONDS = 86_400;

/**
 * How many times as many users of a known network may fail: colleagues behind one address mistype
 * their passwords every day.
 */
const KNOWN_NETWORK_FACTOR = 5;

type Limits = Pick<
  Settings,
  'failureCount' | 'failureWindowSeconds' | 'failuresPerDay' | 'sprayCount'
>;

interface Counter {
  code: 'repeated-failures' | 'spraying';
  key: string;
  /** What is counted: failures, users of an address, or accounts of a user name. */
  member: string;
  limit: Limit;
  reason(members: readonly string[]): Omit<Reason, 'code'>;
}

/** The reasons for an alert that a failure completes: of its user, its address and its user name. */
export async function repeatedFailures(
  verdict: Verdict,
  who: Who,
  failures: Failures,
  limits: Limits,
): Promise<Reason[]> {
  const { id, failed, signIn } = verdict;
  // Without a time it raises an alert of its own.
  if (!failed || signIn.time === undefined) {
    return [];
  }
  const { time } = signIn;
  const counted = await Promise.all(
    [...ofUser(verdict, who, limits), ...ofSprays(verdict, who, limits)].map(
      async ({ code, key, member, limit, reason }) => {
        const members = await failures.count({ key, member, id, time }, limit);
        return members && { code, ...reason(members) };
      },
    ),
  );
  return counted.filter((reason) => reason !== undefined);
}

/** Of one user of an account, within minutes; and within a day, of those who are patient. */
function ofUser({ id, signIn }: Verdict, who: Who, limits: Limits): Counter[] {
  const key = `${signIn.accountId ?? 'unknown'}#${who.key}`;
  const { failureCount, failureWindowSeconds, failuresPerDay } = limits;
  const counter = (prefix: string, limit: Limit, within: string): Counter => ({
    code: 'repeated-failures',
    key: `${prefix}${key}`,
    member: id,
    limit,
    reason: ({ length }) => ({ text: `${length} sign-ins failed within ${within}` }),
  });
  return [
    counter(
      '',
      { count: failureCount, windowSeconds: failureWindowSeconds },
      `${failureWindowSeconds} seconds`,
    ),
    counter('day#', { count: failuresPerDay, windowSeconds: DAY_SECONDS }, 'a day'),
  ];
}

/** Few failures each of many: of users from one address, or of a user name in several accounts. */
function ofSprays({ network: known, signIn }: Verdict, who: Who, limits: Limits): Counter[] {
  const { accountId = 'unknown', address, kind, name } = signIn;
  const network = networkOf(address);
  const counters: Counter[] = [];
  if (network !== undefined) {
    const user = name === undefined && signIn.userId === undefined ? 'unknown user' : who.text;
    const count = limits.sprayCount * (known === undefined ? 1 : KNOWN_NETWORK_FACTOR);
    counters.push({
      code: 'spraying',
      key: `address#${network}`,
      member: `${clean(user, 60)} of ${accountId}`,
      limit: { count, windowSeconds: DAY_SECONDS },
      reason: (users) => ({
        subject: `Spraying from ${network}: sign-ins of ${users.length} users failed`,
        text: `Sign-ins of ${users.length} users failed from ${network} within a day: ${some(users)}`,
      }),
    });
  }
  if (name !== undefined) {
    counters.push({
      code: 'spraying',
      key: `name#${kind}#${name}`,
      member: accountId,
      limit: { count: limits.sprayCount, windowSeconds: DAY_SECONDS },
      reason: (accounts) => ({
        subject: `Spraying: sign-ins as ${clean(name, 40)} failed in ${accounts.length} accounts`,
        text: `Sign-ins as ${name} failed in ${accounts.length} accounts within a day: ${some(accounts)}`,
      }),
    });
  }
  return counters;
}

const LISTED = 20;

function some(members: readonly string[]): string {
  const rest = members.length - LISTED;
  return [...members.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
