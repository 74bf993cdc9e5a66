import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import { idOf, listAccounts, stateOf } from '../../lambda/accounts.ts';
import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import { AccountsError } from './errors.ts';

/** An account of a run, in the format of its list in the report bucket. */
export interface AuditedAccount {
  id: string;
  name: string;
  state: string;
}

/**
 * The active accounts, and the others, in the order of their ids.
 *
 * @throws AccountsError when there is none, which can't be true
 */
export async function readAccounts(
  organizations: Pick<OrganizationsClient, 'send'>,
): Promise<{ active: AuditedAccount[]; others: AuditedAccount[] }> {
  const accounts = (await listAccounts(organizations)).map(audited);
  const active = accounts.filter(isActive);
  if (active.length === 0) {
    throw new AccountsError(
      `AWS Organizations lists ${accounts.length} accounts, none of them active, which can't be ` +
        'true: nothing is scanned; check that the function may list accounts, and retry',
    );
  }
  return { active, others: accounts.filter((account) => !isActive(account)) };
}

const audited = (account: Account): AuditedAccount => ({
  id: idOf(account),
  name: account.Name ?? idOf(account),
  state: stateOf(account),
});

/** Only an active account is scanned: a role can't be assumed in one that is suspended or closed. */
export const isActive = ({ state }: AuditedAccount): boolean => state === 'ACTIVE';

/** @throws AccountsError when the text is not a list of accounts */
export function parseAccounts(text: string, key: string): AuditedAccount[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notAList(key, { cause: error });
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isAccount)) {
    throw notAList(key);
  }
  return value.map(({ id, name, state }) => ({ id, name, state }));
}

function isAccount(value: unknown): value is AuditedAccount {
  const { id, name, state } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    ACCOUNT_ID.test(id) &&
    typeof name === 'string' &&
    typeof state === 'string'
  );
}

function notAList(key: string, options?: ErrorOptions): AccountsError {
  return new AccountsError(
    `${key} is not a list of accounts, with id, name and state of each: it was overwritten; ` +
      'restore its first version, or wait for the next run',
    options,
  );
}
