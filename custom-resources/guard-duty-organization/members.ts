import {
  type AccountDetail,
  CreateMembersCommand,
  ListMembersCommand,
  type Member,
  type UnprocessedAccount,
} from '@aws-sdk/client-guardduty';
import { type Account, ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { Request } from '../framework/definition.ts';
import { OutOfAttemptsError } from '../framework/errors.ts';
import { collect } from '../framework/paging.ts';
import type { Clients } from './clients.ts';

// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMembers.html
const BATCH = 50;
const ATTEMPTS = 4;
const PAUSE_MS = 10_000;

/** The accounts that are associated with the administrator's detector. */
export async function listMemberIds(clients: Clients, DetectorId: string): Promise<Set<string>> {
  const members = await collect(
    (token) =>
      clients.guardDuty.send(
        new ListMembersCommand({ DetectorId, OnlyAssociated: 'true', ...token }),
      ),
    (page): Member[] | undefined => page.Members,
  );
  return new Set(members.map((member) => member.AccountId ?? ''));
}

/**
 * Makes every active account of the organization a member at once; auto-enablement alone may take
 * a day. Accounts that GuardDuty does not process are tried again while they are no members, since
 * auto-enablement may be faster and a new detector may not be known yet. Returns how many there are.
 *
 * @throws OutOfAttemptsError naming up to five accounts that are left, with GuardDuty's reasons
 */
export async function addAllMembers(
  clients: Clients,
  detectorId: string,
  { accountId, sleep, log }: Request,
): Promise<number> {
  const accounts = await listActiveAccounts(clients, accountId);
  for (let attempt = 1; ; attempt++) {
    const members = await listMemberIds(clients, detectorId);
    const missing = accounts.filter((account) => !members.has(account.AccountId ?? ''));
    const unprocessed = await createMembers(clients, detectorId, missing);
    const count = missing.length - unprocessed.length;
    if (count > 0) log({ message: 'Added members', action: 'create-members', detectorId, count });
    if (unprocessed.length === 0) return accounts.length;
    if (attempt >= ATTEMPTS) throw notAdded(unprocessed);
    await sleep(PAUSE_MS);
  }
}

async function listActiveAccounts(clients: Clients, ownId: string): Promise<AccountDetail[]> {
  const accounts = await collect(
    (token) => clients.organizations.send(new ListAccountsCommand(token)),
    (page): Account[] | undefined => page.Accounts,
  );
  return accounts
    .filter((account) => (account.State ?? account.Status) === 'ACTIVE' && account.Id !== ownId)
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
      'mend what it names, then update the stack',
  );
}
