import type * as engine from 'ofn-rehearse';
import { isActive } from '../organization/accounts.ts';
import type { Account, Settings } from '../organization/types.ts';

export { hasType } from 'ofn-rehearse';

/** What a scenario may look at and do. */
export interface World extends engine.World {
  readonly settings: Settings;
  /** The accounts of the organization as they are now. */
  accounts(): Promise<Account[]>;
}

/** Something that users rely on, shown to work on the embedded AWS. */
export interface Scenario extends engine.Scenario<World> {
  /** Optional. It takes long, and is played from so many accounts on: not in the sample. */
  readonly fromAccounts?: number;
  /** Optional. Its capability deploys nothing by default: not in the sample. */
  readonly offByDefault?: true;
}

/** An active account that has no part to play, or the log archive where there is no other. */
export async function someMember({ accounts, settings }: World): Promise<Account> {
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const parts = [managementAccountId, securityAccountId, logArchiveAccountId];
  const active = (await accounts()).filter(isActive);
  const member =
    active.find(({ id }) => !parts.includes(id)) ??
    active.find(({ id }) => id === logArchiveAccountId);
  if (!member) {
    throw new Error('expected a member account, got none');
  }
  return member;
}

/** @throws with both lists when they differ, whatever their order */
export function requireSame(what: string, actual: string[], expected: string[]): void {
  const missing = expected.filter((item) => !actual.includes(item));
  const surplus = actual.filter((item) => !expected.includes(item));
  if (missing.length > 0 || surplus.length > 0 || actual.length !== expected.length) {
    throw new Error(
      `${what}: missing ${list(missing)}, surplus ${list(surplus)}, of ${expected.length} expected, ${actual.length} seen`,
    );
  }
}

const list = (items: string[]): string =>
  items.length === 0 ? 'none' : `${items.slice(0, 5).join(', ')}${items.length > 5 ? ', …' : ''}`;
