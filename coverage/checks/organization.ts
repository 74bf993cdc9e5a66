import { DescribeOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation';
import {
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedServicesForAccountCommand,
} from '@aws-sdk/client-organizations';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const trustedAccessRow: Row = {
  service: 'trusted-access',
  capability: 'organization-access',
  title: 'The services that this project uses have trusted access to the organization',
  onWhen:
    'every principal of `trustedServices` has trusted access, and StackSets are activated in CloudFormation too',
  repair:
    'in the management account `aws organizations enable-aws-service-access --service-principal …`, for StackSets in CloudFormation `aws cloudformation activate-organizations-access`',
  accounts: 'management',
  scope: 'home-region',
  when: (settings) => settings.trustedAccessPrincipals.length > 0,
  expected: 'on',
  read: readTrustedAccess,
};

export const delegatedAdministratorRow: Row = {
  service: 'delegated-administrator',
  capability: 'organization-access',
  title: 'The security account is delegated administrator of the services that it runs',
  onWhen: 'the security account administers every principal of `delegatedServices`',
  repair:
    'in the management account `aws organizations register-delegated-administrator --account-id … --service-principal …`; where another account administers Access Analyzer, see templates/access-analyzer/README.md',
  accounts: 'management',
  scope: 'home-region',
  when: (settings) => settings.delegatedAdministratorPrincipals.length > 0,
  expected: 'on',
  read: readDelegatedAdministrator,
};

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/**
 * On when every principal of the settings has trusted access to the organization, and StackSets,
 * if among them, are activated in CloudFormation too.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 */
export async function readTrustedAccess(
  target: Target<'organizations' | 'cloudFormation'>,
): Promise<Verdict> {
  const wanted = target.settings.trustedAccessPrincipals;
  const enabled = await collect(async (NextToken) => {
    const page = await target.clients.organizations.send(
      new ListAWSServiceAccessForOrganizationCommand({ NextToken }),
    );
    return { items: page.EnabledServicePrincipals, next: page.NextToken };
  });
  const verdict = judge(
    'no trusted access for',
    wanted,
    enabled.map(({ ServicePrincipal = '' }) => ServicePrincipal),
  );
  if (verdict.actual === 'off' || !wanted.includes(STACK_SETS)) {
    return verdict;
  }
  const { Status } = await target.clients.cloudFormation.send(
    new DescribeOrganizationsAccessCommand({}),
  );
  return Status === 'ENABLED'
    ? verdict
    : { actual: 'off', reason: `access of StackSets in CloudFormation is ${Status}` };
}

/** On when the security account is delegated administrator of every principal of the settings. */
export async function readDelegatedAdministrator(
  target: Target<'organizations'>,
): Promise<Verdict> {
  const { securityAccountId, delegatedAdministratorPrincipals } = target.settings;
  return judge(
    `account ${securityAccountId} is not delegated administrator of`,
    delegatedAdministratorPrincipals,
    await delegatedServices(target, securityAccountId),
  );
}

async function delegatedServices(
  { clients }: Target<'organizations'>,
  AccountId: string,
): Promise<string[]> {
  try {
    const services = await collect(async (NextToken) => {
      const page = await clients.organizations.send(
        new ListDelegatedServicesForAccountCommand({ AccountId, NextToken }),
      );
      return { items: page.DelegatedServices, next: page.NextToken };
    });
    return services.map(({ ServicePrincipal = '' }) => ServicePrincipal);
  } catch (error) {
    // The error of AWS for an account that does not administer any service.
    if (isNamed(error, 'AccountNotRegisteredException')) {
      return [];
    }
    throw error;
  }
}

function judge(lack: string, wanted: readonly string[], found: readonly string[]): Verdict {
  const missing = wanted.filter((principal) => !found.includes(principal));
  return missing.length === 0
    ? { actual: 'on' }
    : { actual: 'off', reason: `${lack} ${missing.join(', ')}` };
}
