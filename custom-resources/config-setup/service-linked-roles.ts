import { type Account, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { idOf, listAccounts } from '../framework/accounts.ts';
import type { Definition, Request } from '../framework/definition.ts';
import { firstFive, isNamed, RefusedError } from '../framework/errors.ts';
import { list, oneOf, optional, type Parsed, parseProperties } from '../framework/properties.ts';
import { activeOf, type Dependencies, eachOf, enter, nameOf, reasonOf } from './access.ts';
import { ensureLinkedRole, PRINCIPALS, type Principal } from './linked-role.ts';

const SCHEMA = {
  ServicePrincipals: list(oneOf(...PRINCIPALS), 1),
  ManagementServicePrincipals: optional(list(oneOf(...PRINCIPALS)), []),
};

type Properties = Parsed<typeof SCHEMA>;

interface Visited {
  isEntered: boolean;
  created: number;
  failures: string[];
}

/**
 * The service-linked roles of AWS Config in every active account that has our role; the management
 * account may need more. AWS::IAM::ServiceLinkedRole fails where the role is there already.
 *
 * Delete leaves them: a recorder that uses one would go blind, and others may use them too.
 *
 * @see https://github.com/aws/aws-cdk/issues/3492
 */
export function configServiceLinkedRoles(
  dependencies: Dependencies,
): Definition<Properties, undefined> {
  const put = async (request: Request & { properties: Properties }) => {
    const accounts = activeOf(await listAccounts(dependencies.organizations));
    const wanted = await wantedBy(dependencies, request.properties);
    const visited = await eachOf(accounts, request.sleep, (account) =>
      visit(dependencies, request, account, wanted(account)),
    );
    const accountCount = visited.filter(({ isEntered }) => isEntered).length;
    requireNone(visited.flatMap(({ failures }) => failures));
    if (accountCount === 0) throw noneEntered(dependencies, accounts.length);
    const created = visited.reduce((sum, one) => sum + one.created, 0);
    return { data: { CreatedCount: created, AccountCount: accountCount } };
  };
  return {
    physicalId: 'config-service-linked-roles',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: () => undefined,
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}

/** What an account should have: the management account more than others. */
async function wantedBy(
  { organizations }: Dependencies,
  { servicePrincipals, managementServicePrincipals }: Properties,
): Promise<(account: Account) => readonly Principal[]> {
  if (managementServicePrincipals.length === 0) return () => servicePrincipals;
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  const ofManagement = [...new Set([...servicePrincipals, ...managementServicePrincipals])];
  const managementId = Organization?.MasterAccountId;
  if (!managementId) throw new TypeError('DescribeOrganization returned no MasterAccountId');
  return (account) => (idOf(account) === managementId ? ofManagement : servicePrincipals);
}

async function visit(
  dependencies: Dependencies,
  { sleep, log }: Request,
  account: Account,
  principals: readonly Principal[],
): Promise<Visited> {
  const accountId = idOf(account);
  const visited: Visited = { isEntered: false, created: 0, failures: [] };
  try {
    const clients = await enter(dependencies, account);
    if (clients === undefined) {
      log({ message: 'No role to assume', action: 'skip-account', level: 'WARN', accountId });
      return visited; // nothing is deployed to it: it is not governed
    }
    visited.isEntered = true;
    const iam = clients.iam();
    for (const principal of principals) {
      if (!(await ensureLinkedRole(iam, principal, sleep))) continue;
      visited.created += 1;
      log({ message: 'Made a service-linked role', action: 'create-role', accountId, principal });
    }
  } catch (error) {
    if (isNamed(error, 'DeadlineError')) throw error;
    visited.failures.push(`${nameOf(account)}: ${reasonOf(error)}`);
  }
  return visited;
}

function requireNone(failures: readonly string[]): void {
  if (failures.length === 0) return;
  const accounts = failures.length === 1 ? '1 account lacks' : `${failures.length} accounts lack`;
  throw new RefusedError(
    `${accounts} service-linked roles of AWS Config: ${firstFive(failures)}. ` +
      'Mend what it names, then update the stack',
  );
}

function noneEntered({ roleName }: Dependencies, count: number): RefusedError {
  return new RefusedError(
    `None of ${count} active accounts lets this function assume the role ${roleName}: ` +
      'deploy the role to them first',
  );
}
