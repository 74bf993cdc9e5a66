import { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
import type { Connection } from './connection.ts';

/** An account as AWS Organizations lists it. */
export interface ListedAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** `State`, or `Status`, which AWS retired in favour of it. */
  readonly state: string;
}

/**
 * Every account of the organization, those that are suspended or closed included.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export async function listAccounts({
  endpoint,
  credentials,
  homeRegion: region,
}: Connection): Promise<ListedAccount[]> {
  const client = new OrganizationsClient({ endpoint, credentials, region });
  const accounts: ListedAccount[] = [];
  try {
    for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
      accounts.push(
        ...Accounts.map(({ Id = '', Name = Id, Email = '', State, Status }) => ({
          id: Id,
          name: Name,
          email: Email,
          state: State ?? Status ?? 'ACTIVE',
        })),
      );
    }
  } finally {
    client.destroy();
  }
  return accounts;
}
