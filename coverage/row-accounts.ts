import type { Account, Settings } from '../organization/types.ts';
import type { Row } from './types.ts';

/** Whether a row of expected state is about an account. */
export function concerns(row: Row, account: Account, settings: Settings): boolean {
  switch (row.accounts) {
    case 'all':
      return true;
    case 'members':
      return account.id !== settings.managementAccountId;
    case 'management':
      return account.id === settings.managementAccountId;
    case 'security':
      return account.id === settings.securityAccountId;
    case 'log-archive':
      return account.id === settings.logArchiveAccountId;
    default:
      return row.accounts satisfies never;
  }
}

/** Whether a row is about an account with a role: the others depend on it. */
export function isPivotal(row: Row): boolean {
  return row.accounts !== 'all' && row.accounts !== 'members';
}
