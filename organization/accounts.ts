import type { Account as ListedAccount } from '@aws-sdk/client-organizations';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { stateOf } from '../lambda/accounts.ts';
import { collect } from '../lambda/paging.ts';
import { NothingToReadError } from './errors.ts';
import type { Account, Clients } from './types.ts';

/**
 * Every account of the organization, those that are suspended or closed included.
 * @throws NothingToReadError when there is none
 */
export async function listAccounts(organizations: Clients['organizations']): Promise<Account[]> {
  const listed = await collect(async (NextToken) => {
    const page = await organizations.send(new ListAccountsCommand({ NextToken }));
    return { items: page.Accounts, next: page.NextToken };
  });
  return requireAccounts(listed.map(toAccount));
}

/** @throws NothingToReadError when there is no account */
export function requireAccounts(accounts: readonly Account[]): Account[] {
  if (accounts.length === 0) {
    throw new NothingToReadError(
      'The organization lists 0 accounts, but has at least its management account: ' +
        'use credentials of the management account or of a delegated administrator',
    );
  }
  return [...accounts];
}

function toAccount(listed: ListedAccount): Account {
  const { Id: id = '', Name: name = id, Email: email = '' } = listed;
  return { id, name, email, state: stateOf(listed) };
}

/** False for an account that is suspended, closed or being closed. */
export function isActive({ state }: Pick<Account, 'state'>): boolean {
  return state === 'ACTIVE';
}
