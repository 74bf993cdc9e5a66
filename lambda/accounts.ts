import {
  type Account,
  ListAccountsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { collect } from './paging.ts';

/** The credentials of a session, for the clients of another account. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** All accounts of the organization, whatever their state, in the order of their ids. */
export async function listAccounts(
  organizations: Pick<OrganizationsClient, 'send'>,
): Promise<Account[]> {
  const accounts = await collect<Account>(async (NextToken) => {
    const page = await organizations.send(new ListAccountsCommand({ NextToken }));
    return { items: page.Accounts, next: page.NextToken };
  });
  return accounts.sort((one, other) => idOf(one).localeCompare(idOf(other)));
}

/**
 * The state of an account. AWS retired `Status` on 9 September 2026 in favour of `State`. An account
 * that has neither counts as ACTIVE: it is read, never skipped, since an audit that leaves every
 * account out looks like one that found nothing.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export function stateOf({ State, Status }: Pick<Account, 'State' | 'Status'>): string {
  return State ?? Status ?? 'ACTIVE';
}

/** False for an account that is suspended, closed or being closed. */
export function isActive(account: Account): boolean {
  return stateOf(account) === 'ACTIVE';
}

export const idOf = ({ Id = '' }: Account): string => Id;

/** Throws AccessDenied, as STS names it, also when the role or its account does not exist. */
export async function assumeRole(
  sts: Pick<STSClient, 'send'>,
  RoleArn: string,
  RoleSessionName: string,
): Promise<SessionCredentials> {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...(Credentials?.SessionToken ? { sessionToken: Credentials.SessionToken } : {}),
  };
}
