import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import { idOf, listAccounts } from '../../custom-resources/framework/accounts.ts';
import { describeError } from '../../custom-resources/framework/errors.ts';
import { UnknownAccountsError } from './errors.ts';

export type AccountState = 'open' | 'closed' | 'unknown';

export interface Accounts {
  /** @throws UnknownAccountsError when the organization's accounts cannot be read */
  stateOf(accountId: string): Promise<AccountState>;
}

// Reports of accounts that are not there, again and again, must not use up the calls that all
// readers of the organization have together (8 a second).
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const PAUSE_MS = 60_000;
const READINGS_A_PAUSE = 6;

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
const CLOSED = ['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'];

/**
 * The organization's accounts, remembered for `ttlMs`. That an account is open is believed so long;
 * that it is closed, only of a list that is less than a minute old; that there is none of its id,
 * only of one that was read since somebody first asked, for it may have joined before. After six
 * readings within a minute one that is less than a minute old must do for that, too.
 */
export function organizationAccounts(
  organizations: Pick<OrganizationsClient, 'send'>,
  { ttlMs, now = Date.now }: { ttlMs: number; now?: () => number },
): Accounts {
  let states = new Map<string, AccountState>();
  /** When those were first asked for that the list lacks. */
  const asked = new Map<string, number>();
  let readings: number[] = [];
  let reading: Promise<void> | undefined;

  const read = async () => {
    const startedAt = now();
    states = statesOf(await accountsOf(organizations));
    readings = [...readings.filter((at) => startedAt - at < PAUSE_MS), startedAt];
    for (const [id, at] of asked) {
      if (states.has(id) || startedAt - at >= PAUSE_MS) asked.delete(id);
    }
  };

  const isDue = (accountId: string, askedAt: number): boolean => {
    const readAt = readings.at(-1) ?? Number.NEGATIVE_INFINITY;
    const state = states.get(accountId);
    if (state === 'open') return now() - readAt >= ttlMs;
    if (now() - readAt >= Math.min(ttlMs, PAUSE_MS)) return true;
    const recent = readings.filter((at) => now() - at < PAUSE_MS);
    return state === undefined && readAt < askedAt && recent.length < READINGS_A_PAUSE;
  };

  return {
    async stateOf(accountId) {
      const askedAt = asked.get(accountId) ?? now();
      if (!states.has(accountId)) asked.set(accountId, askedAt);
      // One that is under way may have begun too early.
      while (isDue(accountId, askedAt)) {
        reading ??= read().finally(() => {
          reading = undefined;
        });
        await reading;
      }
      return states.get(accountId) ?? 'unknown';
    },
  };
}

async function accountsOf(organizations: Pick<OrganizationsClient, 'send'>): Promise<Account[]> {
  let accounts: Account[];
  try {
    accounts = await listAccounts(organizations);
  } catch (cause) {
    const reason = describeError(cause);
    throw new UnknownAccountsError(`The organization's accounts cannot be read: ${reason}`, {
      cause,
    });
  }
  if (accounts.length > 0) return accounts;
  throw new UnknownAccountsError(
    'The organization told 0 accounts, at least 1 is expected: look whether the role may list them',
  );
}

function statesOf(accounts: readonly Account[]): Map<string, AccountState> {
  return new Map(
    accounts.map((account) => {
      const isClosed = CLOSED.includes(account.State ?? account.Status ?? '');
      return [idOf(account), isClosed ? 'closed' : 'open'];
    }),
  );
}
