import type { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { STSClient } from '@aws-sdk/client-sts';
import pMap from 'p-map';
import { assumeRole, idOf, isActive, type SessionCredentials } from '../../lambda/accounts.ts';
import { describeError, isDenied, RefusedError } from '../../lambda/errors.ts';
import { accountId, type Field, list } from '../../lambda/properties.ts';
import type { Sleep } from '../../lambda/retry.ts';

/** The clients of one account, with a session of our role there. */
export interface AccountClients {
  iam(): Pick<IAMClient, 'send'>;
  config(region: string): Pick<ConfigServiceClient, 'send'>;
}

export interface Dependencies {
  organizations: Pick<OrganizationsClient, 'send'>;
  sts: Pick<STSClient, 'send'>;
  partition: string;
  /** The role that this function assumes in each account. */
  roleName: string;
  clientsOf(credentials: SessionCredentials): AccountClients;
}

// 17,000 places take one call each. At 300 ms per call, as to a distant region, 12 accounts with 4
// regions each take three minutes, in 300 MB. AWS Config throttles by account and region, so only the
// function's own memory limits the concurrency.
const ACCOUNTS_AT_A_TIME = 12;
export const REGIONS_AT_A_TIME = 4;

const MAX_REASON_LENGTH = 200;

/** Ids without the empty strings that a template's loop and an empty parameter leave. */
export const accountIds: Field<string[]> = (value, name) =>
  list(accountId)(Array.isArray(value) ? value.filter((item) => item !== '') : value, name);

/** @throws RefusedError when none is active: a check of all of zero accounts would pass */
export function activeOf(accounts: readonly Account[]): Account[] {
  const active = accounts.filter(isActive);
  if (active.length > 0) {
    return active;
  }
  throw new RefusedError(
    `None of the ${accounts.length} accounts that AWS Organizations lists is active: ` +
      'make this account a delegated administrator, then update the stack',
  );
}

/** The account's clients; undefined when its role can't be assumed. */
export async function enter(
  { sts, partition, roleName, clientsOf }: Dependencies,
  account: Account,
): Promise<AccountClients | undefined> {
  try {
    const roleArn = `arn:${partition}:iam::${idOf(account)}:role/${roleName}`;
    return clientsOf(await assumeRole(sts, roleArn, roleName));
  } catch (error) {
    if (!isDenied(error)) {
      throw error;
    }
    return undefined; // there is no such role, or it does not trust this function
  }
}

/** Visits all, some at a time; stops when the function's time is up. */
export async function eachOf<T, R>(
  items: readonly T[],
  sleep: Sleep,
  visit: (item: T) => Promise<R>,
): Promise<R[]> {
  const inTime = async (item: T) => {
    await sleep(0); // rejects when it is: otherwise the rest would continue in the next invocation
    return visit(item);
  };
  return pMap(items, inTime, { concurrency: ACCOUNTS_AT_A_TIME });
}

export const nameOf = (account: Account): string => `${idOf(account)} (${account.Name ?? ''})`;

/** Short enough that five of them, and the remedy, fit into a response. */
export function reasonOf(error: unknown): string {
  const text = describeError(error);
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH - 3)}...` : text;
}
