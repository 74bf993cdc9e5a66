import type { EC2Client } from '@aws-sdk/client-ec2';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { idOf, isActive, listAccounts } from '../../lambda/accounts.ts';
import { describeError, firstFive, isDenied } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { SweepError } from './errors.ts';
import { convergePlace } from './place.ts';
import type { Settings } from './settings.ts';

/** The clients of one account, with the session of our role there. */
export interface AccountClients {
  ec2(region: string): Pick<EC2Client, 'send'>;
  close(): void;
}

export interface Dependencies {
  partition: string;
  organizations: Pick<OrganizationsClient, 'send'>;
  /** Assumes our role in an account. */
  open(accountId: string): Promise<AccountClients>;
  /** Requests the rest of a sweep, after an account. */
  resume(after: string): Promise<void>;
  /** Milliseconds until the function times out. */
  remainingMs(): number;
  log: Log;
}

export interface Swept {
  accounts: number;
  created: number;
  /** Active accounts without our role: they are not governed. */
  skipped: number;
  /** Whether the rest was left to another invocation. */
  resumes: boolean;
}

// 1,000 accounts with 17 regions take about 35,000 reads, and EC2 throttles each account and region
// separately: only the memory of the function limits the concurrency.
const ACCOUNTS_AT_A_TIME = 8;
const REGIONS_AT_A_TIME = 3;
/** Enough for the accounts in progress. */
const MARGIN_MS = 120_000;

/**
 * Converges the regions of one account except those that it has not enabled, all of them even if
 * some fail. Returns the failures.
 */
async function convergeAccount(
  { partition, open, log }: Dependencies,
  settings: Settings,
  accountId: string,
): Promise<{ created: number; failures: string[] }> {
  const excluded: readonly string[] = settings.excludedPlaces;
  const regions = settings.regions.filter((region) => !excluded.includes(`${region}=${accountId}`));
  const clients = await open(accountId);
  const failures: string[] = [];
  let created = 0;
  const converge = async (region: string) => {
    try {
      const place = { partition, accountId, region };
      created += await convergePlace(clients.ec2(region), place, settings, log);
    } catch (error) {
      failures.push(`${accountId} ${region}: ${describeError(error)}`);
    }
  };
  try {
    await pMap(regions, converge, { concurrency: REGIONS_AT_A_TIME });
  } finally {
    clients.close();
  }
  return { created, failures };
}

/**
 * Converges one account and region, for a new VPC there. A region that is not governed is ignored.
 */
export async function convergeOne(
  dependencies: Dependencies,
  settings: Settings,
  { accountId, region }: { accountId: string; region: string },
): Promise<number> {
  if (!settings.regions.includes(region)) {
    return 0;
  }
  const here = { ...settings, regions: [region] };
  const { created, failures } = await convergeAccount(dependencies, here, accountId);
  if (failures.length > 0) {
    throw new SweepError(failures.join('; '));
  }
  return created;
}

/**
 * Converges every active account, in the order of their ids, from behind `after`. Leaves the rest to
 * another invocation before the function times out. A failure does not stop the others.
 *
 * @throws SweepError naming up to five accounts and regions that failed, after all were tried
 */
export async function sweep(
  dependencies: Dependencies,
  settings: Settings,
  after = '',
): Promise<Swept> {
  const { log, remainingMs } = dependencies;
  const accounts = await listAccounts(dependencies.organizations);
  const accountIds = accounts
    .filter(isActive)
    .map(idOf)
    .filter((id) => id > after);
  const failures: string[] = [];
  const swept: Swept = { accounts: 0, created: 0, skipped: 0, resumes: false };
  let last = after;
  const visit = async (accountId: string) => {
    swept.resumes ||= remainingMs() < MARGIN_MS;
    if (swept.resumes) {
      return;
    }
    last = accountId;
    try {
      const done = await convergeAccount(dependencies, settings, accountId);
      swept.accounts += 1;
      swept.created += done.created;
      failures.push(...done.failures);
    } catch (error) {
      if (!isDenied(error)) {
        failures.push(`${accountId}: ${describeError(error)}`);
        return;
      }
      swept.skipped += 1; // the account is suspended, or nothing is deployed to it
      log({ message: 'No role to assume', action: 'skip-account', level: 'WARN', accountId });
    }
  };
  await pMap(accountIds, visit, { concurrency: ACCOUNTS_AT_A_TIME });
  if (swept.resumes) {
    await dependencies.resume(last);
  }
  log({ message: 'Swept', action: 'sweep', ...swept, failed: failures.length });
  if (swept.accounts === 0 && swept.skipped > 0) {
    failures.push('no account allows the role to be assumed');
  }
  requireNone(failures);
  return swept;
}

function requireNone(failures: readonly string[]): void {
  if (failures.length === 0) {
    return;
  }
  throw new SweepError(`${failures.length} places lack flow logs: ${firstFive(failures)}`);
}
