import { placeOf } from '../../handlers/report-dispatcher/keys.ts';
import { firstFive } from '../../lambda/errors.ts';
import { isActive } from '../../organization/accounts.ts';
import type { Account } from '../../organization/types.ts';
import { count } from './render.ts';

export interface Releasable {
  /** Keys that reports came with, in their order. */
  keys: string[];
  /** How many stay because their account is not active, and which accounts these are. */
  inactive: { reports: number; accounts: string[] };
  /** How many the dispatcher would quarantine again whatever the accounts are. */
  stray: number;
}

/** Finds which reports in quarantine an account can get now, by the keys that they came with. */
export function releasable(came: readonly string[], accounts: readonly Account[]): Releasable {
  const keys: string[] = [];
  const inactive = new Set<string>();
  let stray = 0;
  for (const key of came) {
    const place = placeOf(key);
    if (place.kind !== 'report') {
      stray += 1;
    } else if (whyInactive(place.accountId, accounts) === undefined) {
      keys.push(key);
    } else {
      inactive.add(place.accountId);
    }
  }
  const reports = came.length - keys.length - stray;
  const told = [...inactive].sort().map((id) => `${id} is ${whyInactive(id, accounts)}`);
  return { keys: keys.sort(), inactive: { reports, accounts: told }, stray };
}

/** @returns undefined for an account that is active */
export function whyInactive(id: string, accounts: readonly Account[]): string | undefined {
  const account = accounts.find((one) => one.id === id);
  if (!account) {
    return 'not in the organization';
  }
  return isActive(account) ? undefined : account.state;
}

/** What a person should know of that which stays in quarantine. */
export function noteLeft({ inactive, stray }: Releasable): string[] {
  const { reports, accounts } = inactive;
  const some = `left ${count(reports, 'report')} of accounts that are not active`;
  const it = stray === 1 ? 'it' : 'them';
  const none = `left ${count(stray, 'report')} whose key names no account or no file, or none that S3 accepts there`;
  return [
    ...(reports > 0 ? [`${some}: ${firstFive(accounts, ', ')}`] : []),
    ...(stray > 0 ? [`${none}: move ${it} by hand, see --help`] : []),
  ];
}
