import { type Clock, hasTime } from './pace.ts';
import type { Batch } from './plan.ts';

export interface Confirmed {
  /** Accounts of the batch that may be removed. */
  accounts: string[];
  /** Why others may not. */
  kept: Map<string, string>;
  /** The account that was asked for last: those behind it were not, for lack of time. */
  last: string;
}

/**
 * Asks for each account by itself before it loses its instance, to which only an import by hand
 * leads back: a list may leave one out, once.
 */
export async function confirmRemoval(
  reasonToKeep: (accountId: string) => Promise<string | undefined>,
  clock: Clock,
  { accounts }: Batch,
): Promise<Confirmed> {
  const confirmed: Confirmed = { accounts: [], kept: new Map(), last: '' };
  for (const account of accounts) {
    if (!hasTime(clock)) break;
    const reason = await reasonToKeep(account);
    if (reason === undefined) confirmed.accounts.push(account);
    else confirmed.kept.set(account, reason);
    confirmed.last = account;
  }
  return confirmed;
}
