import { DescribeAccountCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { stateOf } from '../../lambda/accounts.ts';
import { describeError, isNamed } from '../../lambda/errors.ts';
import { UnknownAccountsError } from './errors.ts';

export type AccountState = 'open' | 'closed' | 'unknown';

export interface Accounts {
  /** @throws UnknownAccountsError when AWS Organizations does not respond */
  stateOf(accountId: string): Promise<AccountState>;
}

/**
 * How long the result is cached that an account is closed or not in the organization: it may be
 * reopened, or join, at any time, but many reports of it must not use up the shared 20 calls a second.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
const DOUBT_MS = 10_000;

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
const CLOSED = ['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'];

/**
 * The organization's accounts, each described when it is needed: a list of all would take a minute
 * in an organization of 10,000, again in each sandbox. That an account is open is cached for
 * `ttlMs`.
 */
export function organizationAccounts(
  organizations: Pick<OrganizationsClient, 'send'>,
  { ttlMs, now = Date.now }: { ttlMs: number; now?: () => number },
): Accounts {
  const known = new Map<string, { state: AccountState; until: number }>();
  const asking = new Map<string, Promise<AccountState>>();

  const ask = async (accountId: string): Promise<AccountState> => {
    try {
      const state = await askedState(organizations, accountId);
      // From the response on, however long it took: so it serves at least those that wait for it.
      const ms = state === 'open' ? ttlMs : Math.min(ttlMs, DOUBT_MS);
      known.set(accountId, { state, until: now() + ms });
      return state;
    } finally {
      asking.delete(accountId);
    }
  };
  return {
    async stateOf(accountId) {
      const found = known.get(accountId);
      if (found && now() < found.until) {
        return found.state;
      }
      const asked = asking.get(accountId) ?? ask(accountId);
      asking.set(accountId, asked);
      return asked;
    },
  };
}

async function askedState(
  organizations: Pick<OrganizationsClient, 'send'>,
  AccountId: string,
): Promise<AccountState> {
  try {
    const { Account = {} } = await organizations.send(new DescribeAccountCommand({ AccountId }));
    return CLOSED.includes(stateOf(Account)) ? 'closed' : 'open';
  } catch (cause) {
    if (isNamed(cause, 'AccountNotFoundException')) {
      return 'unknown';
    }
    throw new UnknownAccountsError(
      `Whether account ${AccountId} is in the organization is not known: ${describeError(cause)}; ` +
        'the account of the function must be delegated administrator of some service, and its role ' +
        'needs organizations:DescribeAccount',
      { cause },
    );
  }
}
