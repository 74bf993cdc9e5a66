import {
  type Account,
  ListAccountsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { collect } from '../paging.ts';

export interface AccountNames {
  /** The account's name, or its id when the organization does not return one. Never rejects. */
  nameOf(accountId: string): Promise<string>;
}

export interface Accounts extends AccountNames {
  /** When the account joined the organization, in milliseconds, if that is known. Never rejects. */
  joinedAt(accountId: string): Promise<number | undefined>;
}

const FRESH_MS = 300_000;
// Repeated events of an account outside the organization must not use up the calls that all its
// readers share (8 a second).
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const PAUSE_MS = 60_000;

/**
 * Names of accounts, cached for 5 minutes; an unknown id refreshes them immediately, but at most
 * once a minute.
 */
export function accountNames(
  organizations: Pick<OrganizationsClient, 'send'>,
  { now = Date.now, log = () => {} }: { now?: () => number; log?: Log } = {},
): Accounts {
  const names = new Map<string, string>();
  const joined = new Map<string, number>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async () => {
    try {
      await collect<Account>(async (NextToken) => {
        const page = await organizations.send(new ListAccountsCommand({ NextToken }));
        remember(page.Accounts ?? []); // what came before a page that fails is known, too
        return { items: page.Accounts, next: page.NextToken };
      });
    } catch (error) {
      // An alert with the id is better than none, whatever the organization's response was.
      const text = `Names of accounts are not known: ${describeError(error)}`;
      log({ message: text, action: 'name-accounts', level: 'WARN' });
    }
  };
  const remember = (accounts: readonly Account[]) => {
    for (const { Id, Name, JoinedTimestamp } of accounts) {
      if (Id && Name) {
        names.set(Id, Name);
      }
      if (Id && JoinedTimestamp) {
        joined.set(Id, JoinedTimestamp.getTime());
      }
    }
  };
  const refresh = async (accountId: string) => {
    const pauseMs = names.has(accountId) ? FRESH_MS : PAUSE_MS;
    if (!reading && now() - readAt >= pauseMs) {
      readAt = now();
      reading = read().finally(() => {
        reading = undefined;
      });
    }
    await reading;
  };
  return {
    async nameOf(accountId) {
      await refresh(accountId);
      return names.get(accountId) ?? accountId;
    },
    async joinedAt(accountId) {
      await refresh(accountId);
      return joined.get(accountId);
    },
  };
}
