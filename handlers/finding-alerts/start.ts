import type { Accounts } from '../../lambda/alerting/accounts.ts';
import type { Finding } from './finding.ts';
import type { Settings } from './settings.ts';
import type { StartKey, Starts } from './starts.ts';

const HOUR_MS = 3_600_000;

export type StartPolicy = Pick<Settings, 'startHours' | 'regions'>;

/**
 * When the start of a finding ends, in milliseconds: until then a state that may be older than the
 * alerts is counted for the digest. Nothing of activity, which always raises an alert.
 *
 * A start begins with the latest of the source, the region, the rule of AWS Config and the account.
 */
export async function endOfStart(
  { starts, names }: { starts: Starts; names: Pick<Accounts, 'joinedAt'> },
  { startHours, regions }: StartPolicy,
  { state, rule, region, accountId }: Finding,
): Promise<number | undefined> {
  if (!state || startHours === 0) {
    return undefined;
  }
  const keys: StartKey[] = [`source/${state.source}`];
  if (rule) {
    keys.push(`rule/${rule}`);
  }
  // Security Hub aggregates findings of others, too: these regions do not begin with their first one.
  if (regions.includes(region)) {
    keys.push(`region/${region}`);
  }
  const joined = (accountId && (await names.joinedAt(accountId))) || 0;
  const begun = Math.max(joined, ...(await starts.of(keys)).values());
  return begun + startHours * HOUR_MS;
}
