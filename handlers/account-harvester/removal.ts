import { type Clock, hasTime } from './pace.ts';
import type { Batch } from './plan.ts';

export interface Confirmed {
  /** Accounts of the batch that may be removed. */
  accounts: string[];
  /** Why the others may not. */
  kept: Map<string, string>;
  /** The last account that was described: those after it were not, for lack of time. */
  last: string;
}

/**
 * Describes each account before its instance is removed, since only a manual import would restore it:
 * a list may occasionally omit an account.
 */
export async function confirmRemoval(
  reasonToKeep: (accountId: string) => Promise<string | undefined>,
  clock: Clock,
  { accounts }: Batch,
): Promise<Confirmed> {
  const confirmed: Confirmed = { accounts: [], kept: new Map(), last: '' };
  for (const account of accounts) {
    if (!hasTime(clock)) {
      break;
    }
    const reason = await reasonToKeep(account);
    if (reason === undefined) {
      confirmed.accounts.push(account);
    } else {
      confirmed.kept.set(account, reason);
    }
    confirmed.last = account;
  }
  return confirmed;
}
