import type { Account, Settings } from '../organization/types.ts';
import type { Stack } from '../rehearsal/embedded-aws.ts';
import type { Rehearsal } from '../rehearsal/rehearsal.ts';

/** What a scenario may look at and do. */
export interface World {
  readonly rehearsal: Rehearsal;
  readonly settings: Settings;
  /** The stacks as they were after the first run. */
  readonly stacks: readonly Stack[];
  /** The accounts of the organization as they are now. */
  accounts(): Promise<Account[]>;
}

/** Something that users rely on, shown to work on the embedded AWS. */
export interface Scenario {
  /** The folder under templates/. */
  readonly capability: string;
  /** Ends the sentence "it ...". */
  readonly name: string;
  /** Plays in an embedded AWS of its own, so it is played beside the others. */
  readonly isolated?: true;
  /** Whether the organization that is rehearsed has what the scenario is about. */
  applies(world: World): boolean;
  /**
   * Plays it.
   *
   * @returns what was seen, in one line
   * @throws when it does not hold, saying what was expected and what was seen
   */
  run(world: World): Promise<string>;
}

/** Whether some stack has a resource of a type. */
export const hasType = ({ stacks }: World, type: string): boolean =>
  stacks.some(({ resources }) => resources.some((resource) => resource.type === type));

/** An active account that has no part to play, or the log archive where there is no other. */
export async function someMember({ accounts, settings }: World): Promise<Account> {
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const parts = [managementAccountId, securityAccountId, logArchiveAccountId];
  const active = (await accounts()).filter(({ state }) => state === 'ACTIVE');
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
