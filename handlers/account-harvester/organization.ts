import {
  type Account,
  DescribeAccountCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { idOf, isActive, listAccounts } from '../../lambda/accounts.ts';
import { describeError, isNamed } from '../../lambda/errors.ts';
import { OrganizationError } from './errors.ts';

export interface Organization {
  rootId: string;
  /** Ids of the active accounts, in their order, but for the management account. */
  active: ReadonlySet<string>;
}

/** Accounts that are in every list that is complete. */
export interface Known {
  managementId: string;
  /** The account that the harvester runs in. */
  securityId: string;
}

/**
 * The accounts that should have an instance. A service-managed StackSet never deploys to the
 * management account, so that account has a stack of its own.
 *
 * @throws OrganizationError when the list can't be whole: by it, accounts would lose their instance
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
export async function readOrganization(
  organizations: Pick<OrganizationsClient, 'send'>,
  { managementId, securityId }: Known,
): Promise<Organization> {
  const accounts = await listAccounts(organizations);
  requireWhole(accounts, [managementId, securityId]);
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const rootId = Roots[0]?.Id;
  if (!rootId) throw new OrganizationError('AWS Organizations lists no root: try again later');
  const ids = accounts.filter(isActive).map(idOf);
  return { rootId, active: new Set(ids.filter((id) => id !== managementId)) };
}

function requireWhole(accounts: readonly Account[], expected: readonly string[]): void {
  const ids = new Set(accounts.map(idOf));
  const missing = expected.filter((id) => !ids.has(id));
  if (missing.length > 0) {
    throw new OrganizationError(
      `AWS Organizations lists ${accounts.length} accounts, and ${missing.join(' and ')} ` +
        'not among them, so the list is not whole: nothing is changed; try again later',
    );
  }
  // Without a state nobody can tell whether an account is closed.
  const stateless = accounts.find(({ State, Status }) => !State && !Status);
  if (stateless) {
    throw new OrganizationError(
      `AWS Organizations tells no state of account ${idOf(stateless)}: nothing is changed; ` +
        'update the SDK of the function',
    );
  }
}

/** Undefined when the account is gone or not active, as AWS tells when it is asked for this one. */
export async function reasonToKeep(
  organizations: Pick<OrganizationsClient, 'send'>,
  AccountId: string,
): Promise<string | undefined> {
  try {
    const { Account = {} } = await organizations.send(new DescribeAccountCommand({ AccountId }));
    if (isActive(Account))
      return 'AWS Organizations says that it is ACTIVE, and does not list it so';
    return Account.State || Account.Status ? undefined : 'AWS Organizations tells no state of it';
  } catch (error) {
    if (isNamed(error, 'AccountNotFoundException')) return undefined;
    // One that can't be asked for does not hold up the others.
    return `AWS Organizations does not tell its state: ${describeError(error)}`;
  }
}
