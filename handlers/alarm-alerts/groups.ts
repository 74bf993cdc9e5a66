import type { Call } from './call.ts';

/** Calls of one principal, from one address, in one account and region. */
export interface Group
  extends Pick<Call, 'who' | 'principalAccount' | 'account' | 'region' | 'address'> {
  count: number;
  /** Each with its number: `iam.amazonaws.com AttachRolePolicy`. */
  events: ReadonlyMap<string, number>;
  resources: readonly string[];
  first: string;
  last: string;
}

const MOST_RESOURCES = 10;

/** The calls by who made them and where, the most first. */
export function groupsOf(calls: readonly Call[]): Group[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const { who, principalAccount, account, region, address } = call;
    const key = JSON.stringify([who, principalAccount, account, region, address]);
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups.values()]
    .flatMap((some) => (some[0] ? [groupOf(some[0], some)] : []))
    .sort((a, b) => b.count - a.count);
}

function groupOf(one: Call, calls: readonly Call[]): Group {
  const events = new Map<string, number>();
  for (const { service, event, error } of calls) {
    const name = [event, `(${service})`, error && `denied or failed: ${error}`];
    const key = name.filter(Boolean).join(' ');
    events.set(key, (events.get(key) ?? 0) + 1);
  }
  const resources = [...new Set(calls.flatMap((call) => call.resources))].slice(0, MOST_RESOURCES);
  const times = calls.map(({ time }) => time).sort();
  const { who, principalAccount, account, region, address } = one;
  return {
    ...{ who, principalAccount, account, region, address, count: calls.length, events, resources },
    first: times[0] ?? '',
    last: times.at(-1) ?? '',
  };
}
