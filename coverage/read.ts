import pMap from 'p-map';
import { describeError } from '../lambda/errors.ts';
import { isActive, listAccounts, requireAccounts } from '../organization/accounts.ts';
import type { RegionStatus } from '../organization/regions.ts';
import { readRegions } from '../organization/regions.ts';
import type { Account, AccountSession, Sessions, Settings } from '../organization/types.ts';
import type { DeclaredPolicy } from '../preflight/subject.ts';
import type { Deployed } from './deployed.ts';
import { expectedState } from './expected.ts';
import type { Slot } from './plan.ts';
import { cellOf, requirePivots, selectRows, slotsOf } from './plan.ts';
import { readingOnce } from './reading-once.ts';
import { withoutStack } from './repairs.ts';
import type { Cell, Row, Target, Verdict } from './types.ts';
import { exportsOf, type ReadExports } from './values/exports.ts';
import { ownedStacks, withStacks } from './values/plan.ts';
import { readDifferences } from './values/stack.ts';
import type { Difference } from './values/types.ts';
import { describeDifferences } from './values/verdict.ts';

export interface Progress {
  /** Accounts that are done. */
  done: number;
  /** Accounts in all. */
  total: number;
  /** The account that was done last. */
  account: Account;
}

export interface ReadOptions {
  sessions: Sessions;
  settings: Settings;
  /** Optional. Default: the accounts that AWS Organizations lists. */
  accounts?: readonly Account[];
  /** Optional. Services to read; others are left out. Default: all. */
  only?: readonly string[];
  /** Optional. Default: the table of `expected.ts`. */
  rows?: readonly Row[];
  /** Optional. What is deployed, whose values are compared. */
  deployed?: Deployed;
  /** Accounts that are read at a time; at least 1. Default: 10. */
  concurrency?: number;
  onProgress?: (progress: Progress) => void;
}

interface Work {
  accounts: readonly Account[];
  sessions: Sessions;
  settings: Settings;
  partition: string;
  policies: readonly DeclaredPolicy[];
  exports: ReadExports;
}

const regionsAtATime = 4;

const nothing: Deployed = { stacks: [], partition: 'aws', policies: [] };

/**
 * Reads the real state of every account and region and compares it with the
 * expected state. One error never stops the rest: it makes its cells holes.
 * @returns cells in the order of the accounts, then of the rows, then of the regions
 * @throws CoverageError when there is nothing to read, or an account with a part is not there
 */
export async function readCoverage(options: ReadOptions): Promise<Cell[]> {
  const { sessions, settings, concurrency = 10 } = options;
  const accounts = requireAccounts(
    options.accounts ?? (await listAccounts(sessions.caller.organizations)),
  );
  requirePivots(accounts, settings);
  const { stacks, partition, policies } = options.deployed ?? nothing;
  const rows = options.rows ?? expectedState;
  const selected = selectRows(rows, settings, options.only);
  const owned = ownedStacks(stacks, { rows: selectRows(rows, settings), accounts, settings });
  const exports = exportsOf(sessions);
  const work = { accounts, sessions, settings, partition, policies, exports };
  let done = 0;
  const cells = await pMap(
    accounts,
    async (account) => {
      const slots = withStacks(slotsOf(account, selected, settings), owned.get(account.id));
      const read = await readAccount(account, slots, work);
      done += 1;
      options.onProgress?.({ done, total: accounts.length, account });
      return read;
    },
    { concurrency },
  );
  return cells.flat();
}

async function readAccount(account: Account, slots: Slot[], work: Work): Promise<Cell[]> {
  if (slots.length === 0) {
    return [];
  }
  if (!isActive(account)) {
    const reason = `the account is ${account.state}`;
    return slots.map((slot) => cellOf(account, slot, 'suspended account', { reason }));
  }
  if (work.settings.suspendedAccountIds?.includes(account.id)) {
    const reason = 'the account is in the unit of suspended accounts: nothing is deployed to it';
    return slots.map((slot) => cellOf(account, slot, 'suspended account', { reason }));
  }
  let session: AccountSession;
  try {
    session = await work.sessions.open(account.id);
  } catch (error) {
    return slots.map((slot) =>
      cellOf(account, slot, 'unreachable', { reason: describeError(error) }),
    );
  }
  return readSlots(account, slots, session, work);
}

async function readSlots(
  account: Account,
  slots: Slot[],
  session: AccountSession,
  work: Work,
): Promise<Cell[]> {
  const status = await readRegions(session.clients(work.settings.homeRegion).account);
  const regions = [...Map.groupBy(slots, ({ region }) => region)];
  const read = new Map<Slot, Cell>();
  await pMap(
    regions,
    async ([region, slotsThere]) => {
      // One set of clients serves all rows of the region, and is let go after them.
      const target = { ...work, account, region, clients: readingOnce(session.clients(region)) };
      const differences = status.notEnabled.has(region) ? [] : valuesOf(slotsThere, target);
      await Promise.all(
        slotsThere.map(async (slot) =>
          read.set(slot, await readSlot(slot, { target, differences, status })),
        ),
      );
    },
    { concurrency: regionsAtATime },
  );
  return slots.flatMap((slot) => read.get(slot) ?? []);
}

/** What is not as deployed, of all stacks of an account and region. */
async function valuesOf(
  slots: readonly Slot[],
  { account, region, partition, clients, exports }: Target & Work,
): Promise<Difference[]> {
  const stacks = slots.flatMap((slot) => slot.stacks ?? []);
  return readDifferences(stacks, { accountId: account.id, region, partition, clients, exports });
}

interface SlotWork {
  readonly target: Target;
  readonly differences: Difference[] | Promise<Difference[]>;
  readonly status: RegionStatus;
}

async function readSlot(slot: Slot, { target, differences, status }: SlotWork): Promise<Cell> {
  const optIn = status.notEnabled.get(slot.region);
  if (optIn !== undefined) {
    const reason = `the opt-in status of the region is ${optIn}`;
    return cellOf(target.account, slot, 'not enabled region', { reason });
  }
  const outcomes = await Promise.allSettled([
    slot.row.read(target),
    valuesVerdict(slot, differences),
  ]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  const verdicts = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  const reasons = [
    ...failures.map(({ reason }) => describeError(reason)),
    ...verdicts.flatMap((verdict) => verdict.reason ?? []),
  ];
  const reason = reasons.length === 0 ? undefined : reasons.join('; ');
  if (failures.length > 0) {
    const doubt = status.unknown ? ` (opt-in status of the region unknown: ${status.unknown})` : '';
    return cellOf(target.account, slot, 'failed', { reason: `${reason}${doubt}` });
  }
  const [ofRow, ofValues] = verdicts;
  const isOn = verdicts.every(({ actual }) => actual === 'on');
  const repair = ofRow?.actual === 'on' ? undefined : repairOf(slot, ofValues?.actual === 'off');
  return cellOf(target.account, slot, isOn ? 'on' : 'off', { reason, repair });
}

/** The repair of what a row found, as far as differences of values do not have it in their reason. */
const repairOf = ({ row }: Slot, hasDifferences: boolean): string | undefined =>
  hasDifferences ? withoutStack(row.repair) : row.repair;

async function valuesVerdict(
  { stacks = [] }: Slot,
  differences: SlotWork['differences'],
): Promise<Verdict> {
  if (stacks.length === 0) {
    return { actual: 'on' };
  }
  const ours = new Set(stacks.map(({ stackName }) => stackName));
  const reason = describeDifferences(
    (await differences).filter(({ stackName }) => ours.has(stackName)),
  );
  return reason === undefined ? { actual: 'on' } : { actual: 'off', reason };
}
