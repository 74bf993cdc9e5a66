import type { Account, Settings } from '../../organization/types.ts';
import type { WantedStack } from '../../preflight/deployment/stacks.ts';
import { otherStacksRow } from '../checks/other-stacks.ts';
import type { Slot } from '../plan.ts';
import type { Row } from '../types.ts';
import { rowOf } from './owners.ts';

/** The stacks of one account, with the row and region of the cell of each. */
export interface OwnedStack {
  readonly row: Row;
  readonly stack: WantedStack;
}

/**
 * The stacks of each account, by its id.
 *
 * @param rows all that apply with these settings: those that are asked for may be fewer
 */
export function ownedStacks(
  stacks: readonly WantedStack[],
  {
    rows,
    accounts,
    settings,
  }: { rows: readonly Row[]; accounts: readonly Account[]; settings: Settings },
): ReadonlyMap<string, readonly OwnedStack[]> {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const owned = stacks.flatMap((stack) => {
    const account = byId.get(stack.accountId);
    return account === undefined
      ? []
      : [{ stack, row: rowOf(stack, rows, account, settings) ?? otherStacksRow }];
  });
  return Map.groupBy(owned, ({ stack }) => stack.accountId);
}

/** The cells of an account with the stacks of each; cells of other stacks are where some are. */
export function withStacks(slots: readonly Slot[], owned: readonly OwnedStack[] = []): Slot[] {
  const stacksOf = ({ row, region }: Slot) =>
    owned
      .filter((one) => one.row.service === row.service && one.stack.region === region)
      .map(({ stack }) => stack);
  const [other] = slots.filter(({ row }) => row.service === otherStacksRow.service);
  const ofRows = slots.filter(({ row }) => row.service !== otherStacksRow.service);
  const elsewhere = owned.filter(({ row }) => row.service === other?.row.service);
  const regions = new Set(elsewhere.map(({ stack }) => stack.region));
  return [...ofRows, ...[...regions].map((region) => ({ row: otherStacksRow, region }))].map(
    (slot) => ({ ...slot, stacks: stacksOf(slot) }),
  );
}
