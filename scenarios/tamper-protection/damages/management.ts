import {
  GetEventSelectorsCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DeregisterDelegatedAdministratorCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisableAWSServiceAccessCommand,
  ListDelegatedAdministratorsCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Attack, Damage } from './damage.ts';
import { first } from './damage.ts';

const organizationsOf = ({ clients }: Attack) => clients.organizations as OrganizationsClient;

async function policyId(attack: Attack, name: string): Promise<string> {
  const { Policies } = await organizationsOf(attack).send(
    new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  const named = Policies?.filter(({ Name }) => Name === name);
  return first(named, `the policy ${name}`).Id ?? '';
}

const inManagement = { account: 'ManagementAccount' } as const;

/** What an administrator of the management account may do, whom no policy affects. */
export const managementDamages: readonly Damage[] = [
  {
    ...inManagement,
    name: 'detaches a policy from a unit',
    does: async (attack) => {
      const PolicyId = await policyId(attack, 'ofn-audit-protect-baseline');
      const { Targets } = await organizationsOf(attack).send(
        new ListTargetsForPolicyCommand({ PolicyId }),
      );
      const { TargetId } = first(Targets, 'a unit');
      await organizationsOf(attack).send(new DetachPolicyCommand({ PolicyId, TargetId }));
    },
    ledger: { service: 'organization-policies', says: /protect-baseline/ },
  },
  {
    ...inManagement,
    name: 'empties a policy',
    does: async (attack) => {
      const PolicyId = await policyId(attack, 'ofn-audit-protect-detection');
      const { Policy } = await organizationsOf(attack).send(
        new DescribePolicyCommand({ PolicyId }),
      );
      const document = JSON.parse(Policy?.Content ?? '{}') as { Statement: object[] };
      const Content = JSON.stringify({ ...document, Statement: document.Statement.slice(0, 1) });
      await organizationsOf(attack).send(new UpdatePolicyCommand({ PolicyId, Content }));
    },
    ledger: { service: 'organization-policies', says: /protect-detection/ },
  },
  {
    ...inManagement,
    name: 'ends the trust in AWS Config',
    does: (attack) =>
      organizationsOf(attack).send(
        new DisableAWSServiceAccessCommand({
          ServicePrincipal: 'config-multiaccountsetup.amazonaws.com',
        }),
      ),
    ledger: { service: 'trusted-access', says: /config-multiaccountsetup/ },
  },
  {
    ...inManagement,
    name: 'takes the administration of AWS Config from the security account',
    does: async (attack) => {
      const ServicePrincipal = 'config.amazonaws.com';
      const { DelegatedAdministrators } = await organizationsOf(attack).send(
        new ListDelegatedAdministratorsCommand({ ServicePrincipal }),
      );
      const AccountId = first(DelegatedAdministrators, 'an administrator').Id;
      await organizationsOf(attack).send(
        new DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }),
      );
    },
    ledger: { service: 'delegated-administrator', says: /config\.amazonaws\.com/ },
  },
];

/** They concern each account and region. */
export const trailDamages: readonly Damage[] = [
  {
    ...inManagement,
    name: 'stops the trail',
    does: ({ clients }) =>
      clients.cloudTrail.send(new StopLoggingCommand({ Name: 'ofn-audit-organization-trail' })),
    ledger: { service: 'cloud-trail', isOfAllAccounts: true, says: /logging/ },
  },
  {
    ...inManagement,
    name: 'takes read-only events from the trail',
    does: async ({ clients }) => {
      const TrailName = 'ofn-audit-organization-trail';
      await clients.cloudTrail.send(new GetEventSelectorsCommand({ TrailName }));
      await clients.cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName,
          EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
        }),
      );
    },
    ledger: { service: 'cloud-trail', isOfAllAccounts: true, says: /elector|WriteOnly/ },
  },
];
