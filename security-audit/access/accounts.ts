import { isActive, requireAccounts } from '../../organization/accounts.ts';
import { type DeclaredAccounts, resolveAccountId } from '../../organization/organization-file.ts';
import type { Account } from '../../organization/types.ts';
import { OptionError } from '../errors.ts';

export interface Selection {
  /** Accounts to scan, and named accounts that can't be scanned. */
  accounts: Pick<Account, 'id' | 'name' | 'state'>[];
  /** Accounts of the organization that were not named and are not active. */
  leftOut: Pick<Account, 'id' | 'state'>[];
}

/**
 * The accounts that are named, by id, name or logical name; without names every active one.
 * @throws OptionError when a name matches no account, or several
 * @throws NothingToReadError when no account is active
 */
export function selectAccounts(
  names: readonly string[],
  accounts: readonly Account[],
  declared: DeclaredAccounts,
): Selection {
  if (names.length === 0) {
    const active = requireAccounts(accounts.filter(isActive));
    return { accounts: active, leftOut: accounts.filter((account) => !isActive(account)) };
  }
  const found = names.map((name) => find(name, accounts, declared));
  return { accounts: [...new Set(found)], leftOut: [] };
}

function find(name: string, accounts: readonly Account[], declared: DeclaredAccounts): Account {
  const id = declared.has(name) ? resolveAccountId(name, declared, accounts) : name;
  const [account, ...others] = accounts.filter((one) => one.id === id || one.name === name);
  if (account === undefined) {
    throw new OptionError(
      `The organization has no account '${name}': give the id or the name of one of its ` +
        `${accounts.length} accounts, or a logical name of organization.yml`,
    );
  }
  if (others.length > 0) {
    const ids = [account, ...others].map((one) => one.id).join(', ');
    throw new OptionError(
      `${others.length + 1} accounts are called '${name}': give an id of ${ids}`,
    );
  }
  return account;
}
