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
  /** Ids of the active accounts, in order, without the management account. */
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
 * @throws OrganizationError when the list is incomplete: accounts would lose their instance
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
  if (!rootId) {
    throw new OrganizationError('AWS Organizations lists no root: retry later');
  }
  const ids = accounts.filter(isActive).map(idOf);
  return { rootId, active: new Set(ids.filter((id) => id !== managementId)) };
}

function requireWhole(accounts: readonly Account[], expected: readonly string[]): void {
  const ids = new Set(accounts.map(idOf));
  const missing = expected.filter((id) => !ids.has(id));
  if (missing.length > 0) {
    throw new OrganizationError(
      `AWS Organizations lists ${accounts.length} accounts, and ${missing.join(' and ')} ` +
        'not among them, so the list is incomplete: nothing is changed; retry later',
    );
  }
}

/** Undefined when the account has left or is not active, according to AWS for this account. */
export async function reasonToKeep(
  organizations: Pick<OrganizationsClient, 'send'>,
  AccountId: string,
): Promise<string | undefined> {
  try {
    const { Account = {} } = await organizations.send(new DescribeAccountCommand({ AccountId }));
    return isActive(Account)
      ? 'AWS Organizations describes it as ACTIVE, but does not list it as such'
      : undefined;
  } catch (error) {
    if (isNamed(error, 'AccountNotFoundException')) {
      return undefined;
    }
    // An account that can't be described does not stop the others.
    return `AWS Organizations does not return its state: ${describeError(error)}`;
  }
}
