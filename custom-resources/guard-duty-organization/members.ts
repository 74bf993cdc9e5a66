import {
  type AccountDetail,
  CreateMembersCommand,
  ListMembersCommand,
  type Member,
  type UnprocessedAccount,
} from '@aws-sdk/client-guardduty';
import { isActive, listAccounts } from '../../lambda/accounts.ts';
import { OutOfAttemptsError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import type { Request } from '../framework/definition.ts';
import type { Clients } from './clients.ts';

// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMembers.html
const BATCH = 50;
const ATTEMPTS = 4;
const PAUSE_MS = 10_000;

/** The members that are associated with the administrator's detector. */
export function listMembers(clients: Clients, DetectorId: string): Promise<Member[]> {
  return collect<Member>(async (NextToken) => {
    const page = await clients.guardDuty.send(
      new ListMembersCommand({ DetectorId, OnlyAssociated: 'true', NextToken }),
    );
    return { items: page.Members, next: page.NextToken };
  });
}

/**
 * Applies the organization's configuration to existing members immediately: auto-enablement alone may
 * take a day. Accounts that GuardDuty does not process are left to it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMembers.html
 */
export async function refreshMembers(
  clients: Clients,
  detectorId: string,
  members: readonly Member[],
  log: Log,
): Promise<void> {
  const details = members.map(({ AccountId, Email }) => ({ AccountId, Email }));
  const left = await createMembers(clients, detectorId, details);
  const count = details.length - left.length;
  if (count > 0) {
    log({ message: 'Configured members', action: 'configure-members', detectorId, count });
  }
}

/** `all` retries and fails for the rest; `available` logs the rest and continues. */
export type Which = 'all' | 'available';

/**
 * Makes every active account of the organization a member immediately; auto-enablement alone may take
 * a day. With `all`, accounts that GuardDuty does not process are retried while they are not members,
 * since auto-enablement may be faster and a new detector may not have propagated. With `available`,
 * for an opt-in region, they are logged and skipped: those that have not enabled the region can't
 * become members.
 *
 * @throws OutOfAttemptsError naming up to five accounts that are left, with GuardDuty's reasons
 */
export async function addMembers(
  clients: Clients,
  detectorId: string,
  which: Which,
  { accountId, sleep, log }: Request,
): Promise<{ memberCount: number; skippedCount: number }> {
  const accounts = await listActiveAccounts(clients, accountId);
  for (let attempt = 1; ; attempt++) {
    const members = new Set((await listMembers(clients, detectorId)).map((one) => one.AccountId));
    const missing = accounts.filter((account) => !members.has(account.AccountId));
    const unprocessed = await createMembers(clients, detectorId, missing);
    const count = missing.length - unprocessed.length;
    if (count > 0) {
      log({ message: 'Added members', action: 'create-members', detectorId, count });
    }
    if (unprocessed.length === 0 || which === 'available') {
      reportSkipped(unprocessed, detectorId, log);
      const skippedCount = unprocessed.length;
      return { memberCount: accounts.length - skippedCount, skippedCount };
    }
    if (attempt >= ATTEMPTS) {
      throw notAdded(unprocessed);
    }
    await sleep(PAUSE_MS);
  }
}

function reportSkipped(
  unprocessed: readonly UnprocessedAccount[],
  detectorId: string,
  log: Log,
): void {
  for (const { AccountId: accountId, Result: reason } of unprocessed) {
    const entry = { action: 'skip-member', detectorId, accountId, reason };
    log({ message: 'Skipped an account', level: 'WARN', ...entry });
  }
}

async function listActiveAccounts(clients: Clients, ownId: string): Promise<AccountDetail[]> {
  const accounts = await listAccounts(clients.organizations);
  return accounts
    .filter((account) => isActive(account) && account.Id !== ownId)
    .map(({ Id, Email }) => ({ AccountId: Id, Email }));
}

async function createMembers(
  { guardDuty }: Clients,
  DetectorId: string,
  accounts: readonly AccountDetail[],
): Promise<UnprocessedAccount[]> {
  const unprocessed: UnprocessedAccount[] = [];
  for (let start = 0; start < accounts.length; start += BATCH) {
    const AccountDetails = accounts.slice(start, start + BATCH);
    const result = await guardDuty.send(new CreateMembersCommand({ DetectorId, AccountDetails }));
    unprocessed.push(...(result.UnprocessedAccounts ?? []));
  }
  return unprocessed;
}

function notAdded(unprocessed: readonly UnprocessedAccount[]): OutOfAttemptsError {
  const named = unprocessed.slice(0, 5).map(({ AccountId, Result }) => `${AccountId}: ${Result}`);
  const more = unprocessed.length > 5 ? ` and ${unprocessed.length - 5} more` : '';
  return new OutOfAttemptsError(
    `GuardDuty did not add ${unprocessed.length} accounts as members (${named.join('; ')}${more}): ` +
      'fix the cause, then update the stack',
  );
}
