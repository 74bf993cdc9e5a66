import { DescribeOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation';
import {
  ListAccountsCommand,
  type OrganizationsClient,
  paginateListAWSServiceAccessForOrganization,
} from '@aws-sdk/client-organizations';
import { isDenied } from '../../lambda/errors.ts';
import { isActive } from '../../organization/accounts.ts';
import { hasType, requireSame, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

export const securityAccountSeesOrganization: Scenario = {
  capability: 'organization-access',
  name: 'lets the security account see all accounts, and no other member',
  applies: (world) => hasType(world, 'Custom::DelegatedAdministrator'),
  async run({ rehearsal, settings, accounts }) {
    const all = (await accounts()).filter(isActive);
    const refused: string[] = [];
    for (const { id } of all) {
      const session = await sessionsOf(rehearsal).open(id);
      const { organizations } = session.clients(settings.homeRegion);
      if (!(await mayListAccounts(organizations))) {
        refused.push(id);
      }
    }
    const allowed = [settings.managementAccountId, settings.securityAccountId];
    const others = all.map(({ id }) => id).filter((id) => !allowed.includes(id));
    requireSame('accounts that may not list the organization', refused, others);
    return `management and security account list ${all.length} accounts, ${others.length} may not`;
  },
};

async function mayListAccounts(client: Pick<OrganizationsClient, 'send'>): Promise<boolean> {
  try {
    await client.send(new ListAccountsCommand({}));
    return true;
  } catch (error) {
    if (isDenied(error)) {
      return false;
    }
    throw error;
  }
}

export const trustsWhatIsListed: Scenario = {
  capability: 'organization-access',
  name: 'trusts exactly the services that are listed',
  applies: (world) => hasType(world, 'Custom::TrustedAccess'),
  async run({ rehearsal, settings }) {
    const client = sessionsOf(rehearsal).caller.organizations as OrganizationsClient;
    const trusted: string[] = [];
    for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {})) {
      trusted.push(
        ...(page.EnabledServicePrincipals ?? []).map(
          ({ ServicePrincipal = '' }) => ServicePrincipal,
        ),
      );
    }
    requireSame('trusted services', trusted, [...settings.trustedAccessPrincipals]);
    return trusted.join(', ');
  },
};

export const activatesStackSets: Scenario = {
  capability: 'organization-access',
  name: 'activates StackSets in CloudFormation as well',
  applies: ({ settings }) =>
    settings.trustedAccessPrincipals.includes('member.org.stacksets.cloudformation.amazonaws.com'),
  async run({ rehearsal, settings }) {
    const session = await sessionsOf(rehearsal).open(settings.managementAccountId);
    const { cloudFormation } = session.clients(settings.homeRegion);
    const { Status } = await cloudFormation.send(new DescribeOrganizationsAccessCommand({}));
    requireSame('status of organizations access', [Status ?? 'none'], ['ENABLED']);
    return `organizations access is ${Status}`;
  },
};
