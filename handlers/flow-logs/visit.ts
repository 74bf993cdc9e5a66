import type { EC2Client } from '@aws-sdk/client-ec2';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { describeError, isDenied } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Sleep } from '../../lambda/retry.ts';
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
  /** Requests the rest of a sweep, after an account; after none, all of it. */
  resume(after: string): Promise<void>;
  /** Requests accounts once more. */
  repeat(accountIds: readonly string[], round: number): Promise<void>;
  /** Milliseconds until the function times out. */
  remainingMs(): number;
  sleep: Sleep;
  log: Log;
}

export interface Swept {
  accounts: number;
  created: number;
  /** Active accounts without our role: they are not governed. */
  skipped: number;
  /** Accounts of which some VPCs lack flow logs; another invocation repeats them. */
  failed: number;
  /** Whether the rest was left to another invocation. */
  resumes: boolean;
}

// 1,000 accounts with 17 regions take about 35,000 reads, and EC2 throttles each account and region
// separately: only the memory of the function limits the concurrency.
const ACCOUNTS_AT_A_TIME = 8;
const REGIONS_AT_A_TIME = 3;
/** Enough for the accounts in progress. */
const MARGIN_MS = 120_000;
/** Enough for the VPCs in progress. */
const VPC_MARGIN_MS = 60_000;

export interface ConvergedAccount {
  created: number;
  failures: string[];
  isFinished: boolean;
}

/**
 * Converges the regions of one account except those that it has not enabled, all of them even if
 * some fail.
 */
export async function convergeAccount(
  dependencies: Dependencies,
  settings: Settings,
  accountId: string,
): Promise<ConvergedAccount> {
  const { partition, open, sleep, log, remainingMs } = dependencies;
  const excluded: readonly string[] = settings.excludedPlaces;
  const regions = settings.regions.filter((region) => !excluded.includes(`${region}=${accountId}`));
  const clients = await open(accountId);
  const hasTime = () => remainingMs() >= VPC_MARGIN_MS;
  const account: ConvergedAccount = { created: 0, failures: [], isFinished: true };
  const converge = async (region: string) => {
    try {
      const tools = { ec2: clients.ec2(region), sleep, hasTime, log };
      const done = await convergePlace(tools, { partition, accountId, region }, settings);
      account.created += done.created;
      account.failures.push(...done.refused.map((text) => `${accountId} ${region}: ${text}`));
      account.isFinished &&= done.isFinished;
    } catch (error) {
      account.failures.push(`${accountId} ${region}: ${describeError(error)}`);
    }
  };
  try {
    await pMap(regions, converge, { concurrency: REGIONS_AT_A_TIME });
  } finally {
    clients.close();
  }
  return account;
}

export interface Visited {
  swept: Swept;
  failures: string[];
  /** Accounts with failures, and those for which the time did not suffice. */
  failed: string[];
  unfinished: string[];
  /** Accounts that were not begun, in the given order. */
  left: string[];
}

/** Converges accounts, as long as there is time. A failure does not stop the others. */
export async function visitAll(
  dependencies: Dependencies,
  settings: Settings,
  accountIds: readonly string[],
): Promise<Visited> {
  const swept: Swept = { accounts: 0, created: 0, skipped: 0, failed: 0, resumes: false };
  const visited: Visited = { swept, failures: [], failed: [], unfinished: [], left: [] };
  const visit = async (accountId: string) => {
    swept.resumes ||= dependencies.remainingMs() < MARGIN_MS;
    if (swept.resumes) {
      visited.left.push(accountId);
      return;
    }
    try {
      const account = await convergeAccount(dependencies, settings, accountId);
      swept.accounts += 1;
      swept.created += account.created;
      visited.failures.push(...account.failures);
      if (!account.isFinished) {
        visited.unfinished.push(accountId);
      } else if (account.failures.length > 0) {
        visited.failed.push(accountId);
      }
    } catch (error) {
      if (!isDenied(error)) {
        visited.failures.push(`${accountId}: ${describeError(error)}`);
        visited.failed.push(accountId);
        return;
      }
      swept.skipped += 1; // the account is suspended, or nothing is deployed to it
      const { log } = dependencies;
      log({ message: 'No role to assume', action: 'skip-account', level: 'WARN', accountId });
    }
  };
  await pMap(accountIds, visit, { concurrency: ACCOUNTS_AT_A_TIME });
  swept.failed = visited.failed.length;
  return visited;
}
