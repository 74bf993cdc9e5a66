import { NothingToReadError, SettingsError } from '../organization/errors.ts';
import type { Account, Settings } from '../organization/types.ts';
import type { WantedStack } from '../preflight/deployment/stacks.ts';
import { regionsOf } from './expected.ts';
import { ofState } from './repairs.ts';
import { concerns, isPivotal } from './row-accounts.ts';
import type { Cell, Row, State } from './types.ts';

/** A cell to read. */
export interface Slot {
  row: Row;
  region: string;
  /** Optional. The stacks whose values belong to the cell. */
  stacks?: readonly WantedStack[];
}

/**
 * The rows that apply with these settings.
 * @throws CoverageError when a service is unknown, or when no row is left
 */
export function selectRows(
  rows: readonly Row[],
  settings: Settings,
  only?: readonly string[],
): Row[] {
  const unknown = only?.filter((service) => rows.every((row) => row.service !== service)) ?? [];
  if (unknown.length > 0) {
    const allowed = rows.map((row) => row.service).join(', ');
    throw new SettingsError(`There is no service '${unknown.join(', ')}': use one of ${allowed}`);
  }
  const selected = rows.filter((row) => only === undefined || only.includes(row.service));
  const isRemoved = ({ capability }: Row): boolean =>
    capability !== undefined && (settings.removedCapabilities?.includes(capability) ?? false);
  const rowsThatCount = selected.filter((row) => !isRemoved(row) && (row.when?.(settings) ?? true));
  if (rowsThatCount.length === 0) {
    throw new NothingToReadError('No row of the expected state counts with these settings');
  }
  return rowsThatCount;
}

/**
 * An account that does not exist has no cells, which would look like no holes.
 * @throws SettingsError when an account with a role is not in the organization
 */
export function requirePivots(accounts: readonly Account[], settings: Settings): void {
  const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
  const ids = new Set(accounts.map(({ id }) => id));
  for (const id of [managementAccountId, securityAccountId, logArchiveAccountId]) {
    if (!ids.has(id)) {
      throw new SettingsError(
        `Account '${id}' of the settings is not in the organization, which has ${ids.size} ` +
          'accounts: correct organization.yml, or use credentials of the other organization',
      );
    }
  }
}

/** The cells to read of one account. */
export function slotsOf(account: Account, rows: readonly Row[], settings: Settings): Slot[] {
  return rows
    .filter((row) => concerns(row, account, settings))
    .flatMap((row) => [...new Set(regionsOf(row, settings))].map((region) => ({ row, region })));
}

interface Explanation {
  readonly reason?: string | undefined;
  /** That of the state by default; a cell that is not a hole has none. */
  readonly repair?: string | undefined;
}

/**
 * A cell, and whether it is a hole.
 *
 * Suspended accounts and regions that are not enabled are not holes, except if
 * the account has a role: it monitors the others.
 */
export function cellOf(
  account: Account,
  { row, region }: Slot,
  actual: State,
  { reason, repair = ofState[actual] }: Explanation = {},
): Cell {
  const excused = actual === 'suspended account' || actual === 'not enabled region';
  const ok = actual === row.expected || (excused && !isPivotal(row));
  return {
    account: account.id,
    name: account.name,
    region,
    service: row.service,
    expected: row.expected,
    actual,
    ok,
    ...(reason === undefined ? {} : { reason }),
    ...(ok || repair === undefined ? {} : { repair }),
  };
}
