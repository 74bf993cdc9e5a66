import type { Account, Settings } from '../../organization/types.ts';
import type { WantedStack } from '../../preflight/deployment/stacks.ts';
import { regionsOf } from '../expected.ts';
import { concerns } from '../row-accounts.ts';
import type { Row } from '../types.ts';

/**
 * The row of a stack whose capability has several: by what follows the prefix in its name. All
 * others belong to the first row of their capability that has a cell in their account and region.
 */
const rowsByName: Readonly<Record<string, string>> = {
  'account-reports': 'report-bucket',
  'alerts-region': 'undelivered',
  'finding-alerts': 'finding-alerts',
  'finding-bus': 'finding-alerts',
  'guard-duty-organization': 'guard-duty-auto-enable',
  'guard-duty-administrator': 'guard-duty-administrator',
  'account-harvester': 'report-delivery',
  'report-bus': 'report-delivery',
  'report-dispatcher': 'report-delivery',
  'report-events': 'report-harvest',
  'report-organization': 'report-harvest',
  reports: 'report-delivery',
  'sign-in-bus': 'sign-in-monitor',
  'sign-in-monitor': 'sign-in-monitor',
};

/** The row in whose cell differences of a stack stand; undefined when none has one there. */
export function rowOf(
  stack: WantedStack,
  rows: readonly Row[],
  account: Account,
  settings: Settings,
): Row | undefined {
  const candidates = rows.filter(
    (row) =>
      row.capability === stack.capability &&
      concerns(row, account, settings) &&
      regionsOf(row, settings).includes(stack.region),
  );
  const prefix = new RegExp(`^(StackSet-)?${settings.resourcePrefix}-`);
  const named = rowsByName[stack.stackName.replace(prefix, '')];
  return candidates.find(({ service }) => service === named) ?? candidates[0];
}
