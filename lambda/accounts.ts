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
  const accounts = await collect(
    (token) => organizations.send(new ListAccountsCommand(token)),
    (page): Account[] | undefined => page.Accounts,
  );
  return accounts.sort((one, other) => idOf(one).localeCompare(idOf(other)));
}

/**
 * False for an account that is suspended, closed or being closed. Before `State`, which distinguishes
 * these, AWS returned `Status`.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export function isActive(account: Account): boolean {
  return (account.State ?? account.Status) === 'ACTIVE';
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
