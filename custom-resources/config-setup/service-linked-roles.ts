import { type Account, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { idOf, listAccounts } from '../../lambda/accounts.ts';
import { firstFive, isNamed, RefusedError } from '../../lambda/errors.ts';
import { list, oneOf, optional, type Parsed, parseProperties } from '../../lambda/properties.ts';
import { type Sleep, waitUntil } from '../../lambda/retry.ts';
import type { Definition, Request } from '../framework/definition.ts';
import {
  type AccountClients,
  accountIds,
  activeOf,
  type Dependencies,
  eachOf,
  enter,
  nameOf,
  reasonOf,
} from './access.ts';
import { ensureLinkedRole, PRINCIPALS, type Principal } from './linked-role.ts';

const SCHEMA = {
  ServicePrincipals: list(oneOf(...PRINCIPALS), 1),
  ManagementServicePrincipals: optional(list(oneOf(...PRINCIPALS)), []),
  GovernedAccounts: optional(accountIds, []),
};

type Properties = Parsed<typeof SCHEMA>;

/** The roles of an account, and whether it must trust the function. */
interface Wanted {
  principals: readonly Principal[];
  isGoverned: boolean;
}

interface Visited {
  isEntered: boolean;
  created: number;
  failures: string[];
}

/**
 * The service-linked roles of AWS Config in every active account that has our role; the management
 * account may need more. An account that is governed must trust the function: CloudFormation does not
 * call a resource that has succeeded again while its properties stay the same.
 * AWS::IAM::ServiceLinkedRole fails if the role exists.
 *
 * Delete keeps them: a recorder that uses one would stop, and others may use them too.
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
    if (accountCount === 0) {
      throw noneEntered(dependencies, accounts.length);
    }
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

/** The management account has more than others, and is governed then. */
async function wantedBy(
  { organizations }: Dependencies,
  { servicePrincipals: principals, managementServicePrincipals, governedAccounts }: Properties,
): Promise<(account: Account) => Wanted> {
  const governed = new Set(governedAccounts);
  const usual = (account: Account) => ({ principals, isGoverned: governed.has(idOf(account)) });
  if (managementServicePrincipals.length === 0) {
    return usual;
  }
  const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
  const ofManagement = [...new Set([...principals, ...managementServicePrincipals])];
  const managementId = Organization?.MasterAccountId;
  if (!managementId) {
    throw new TypeError('DescribeOrganization returned no MasterAccountId');
  }
  return (account) =>
    idOf(account) === managementId
      ? { principals: ofManagement, isGoverned: true }
      : usual(account);
}

async function visit(
  dependencies: Dependencies,
  { sleep, log }: Request,
  account: Account,
  { principals, isGoverned }: Wanted,
): Promise<Visited> {
  const accountId = idOf(account);
  const visited: Visited = { isEntered: false, created: 0, failures: [] };
  try {
    const clients = isGoverned
      ? await enterInTime(dependencies, account, sleep)
      : await enter(dependencies, account);
    if (clients === undefined) {
      log({ message: 'No role to assume', action: 'skip-account', level: 'WARN', accountId });
      return visited; // nothing is deployed to it
    }
    visited.isEntered = true;
    const iam = clients.iam();
    for (const principal of principals) {
      if (!(await ensureLinkedRole(iam, principal, sleep))) {
        continue;
      }
      visited.created += 1;
      log({
        message: 'Created a service-linked role',
        action: 'create-role',
        accountId,
        principal,
      });
    }
  } catch (error) {
    if (isNamed(error, 'DeadlineError')) {
      throw error;
    }
    visited.failures.push(`${nameOf(account)}: ${reasonOf(error)}`);
  }
  return visited;
}

/**
 * The role of a governed account exists, but may be so new that IAM is not consistent yet.
 *
 * @throws TimeoutError so that the resource fails, and the next deployment retries the account
 */
async function enterInTime(
  dependencies: Dependencies,
  account: Account,
  sleep: Sleep,
): Promise<AccountClients | undefined> {
  let clients: AccountClients | undefined;
  const isEntered = async () => {
    clients = await enter(dependencies, account);
    return clients !== undefined;
  };
  const awaited = `the role ${dependencies.roleName} to trust this function`;
  await waitUntil(awaited, isEntered, { attempts: 7, everyMs: 5000, sleep });
  return clients;
}

function requireNone(failures: readonly string[]): void {
  if (failures.length === 0) {
    return;
  }
  const accounts = failures.length === 1 ? '1 account lacks' : `${failures.length} accounts lack`;
  throw new RefusedError(
    `${accounts} service-linked roles of AWS Config: ${firstFive(failures)}. ` +
      'Fix the cause, then update the stack',
  );
}

function noneEntered({ roleName }: Dependencies, count: number): RefusedError {
  return new RefusedError(
    `None of ${count} active accounts allows this function to assume the role ${roleName}: ` +
      'deploy the role to them first',
  );
}
