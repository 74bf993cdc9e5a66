import {
  GetEventSelectorsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  AttachPolicyCommand,
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
import { type Attack, first, type Inside } from './damage.ts';

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
export const managementDamages: readonly Inside[] = [
  {
    ...inManagement,
    kind: 'narrow',
    name: 'empties a policy',
    alarm: 'organization-changes',
    does: async (attack) => {
      const PolicyId = await policyId(attack, 'ofn-audit-protect-detection');
      const { Policy } = await organizationsOf(attack).send(
        new DescribePolicyCommand({ PolicyId }),
      );
      const document = JSON.parse(Policy?.Content ?? '{}') as { Statement: object[] };
      const Content = JSON.stringify({ ...document, Statement: document.Statement.slice(0, 1) });
      await organizationsOf(attack).send(new UpdatePolicyCommand({ PolicyId, Content }));
    },
    ledger: { service: 'organization-policies', says: /policy ofn-audit-protect-detection: [^;]*/ },
  },
  {
    ...inManagement,
    kind: 'disable',
    name: 'ends the trust in AWS Config',
    alarm: 'organization-powers',
    does: (attack) =>
      organizationsOf(attack).send(
        new DisableAWSServiceAccessCommand({
          ServicePrincipal: 'config-multiaccountsetup.amazonaws.com',
        }),
      ),
    ledger: {
      service: 'trusted-access',
      says: /no trusted access for config-multiaccountsetup\.amazonaws\.com/,
    },
  },
  {
    ...inManagement,
    kind: 'redirect',
    name: 'takes the administration of AWS Config from the security account',
    alarm: 'organization-powers',
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
    ledger: {
      service: 'delegated-administrator',
      says: /account \d+ is not delegated administrator of config\.amazonaws\.com/,
    },
  },
  {
    ...inManagement,
    kind: 'disable',
    name: 'stops the trail',
    alarm: 'cloud-trail-changes',
    isUndone: true,
    does: async ({ clients: { cloudTrail } }) => {
      const trail = { Name: 'ofn-audit-organization-trail' };
      await cloudTrail.send(new StopLoggingCommand(trail));
      return () => cloudTrail.send(new StartLoggingCommand(trail));
    },
    ledger: {
      service: 'cloud-trail',
      isOfAll: 'accounts and regions',
      says: /the trail ofn-audit-organization-trail does not log|Trail IsLogging is 'false', expected 'true'/,
    },
  },
  {
    kind: 'delete',
    name: 'detaches a policy that protects the baseline',
    alarm: 'organization-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { organizations } }) => {
      const { Policies = [] } = await organizations.send(
        new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
      );
      const PolicyId = Policies.find(({ Name }) => Name === 'ofn-audit-protect-baseline')?.Id;
      const { Targets = [] } = await organizations.send(
        new ListTargetsForPolicyCommand({ PolicyId }),
      );
      const attachment = { PolicyId, TargetId: Targets[0]?.TargetId };
      await organizations.send(new DetachPolicyCommand(attachment));
      return () => organizations.send(new AttachPolicyCommand(attachment));
    },
    ledger: {
      service: 'organization-policies',
      says: /policy ofn-audit-protect-baseline: it is not attached to \w+Ou: restore it[^;]*/,
    },
  },
  {
    kind: 'narrow',
    name: 'leaves read-only events out of the trail',
    alarm: 'trail-selector-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { cloudTrail } }) => {
      const TrailName = 'ofn-audit-organization-trail';
      const { AdvancedEventSelectors = [] } = await cloudTrail.send(
        new GetEventSelectorsCommand({ TrailName }),
      );
      const put = (selectors: typeof AdvancedEventSelectors) =>
        cloudTrail.send(
          new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: selectors }),
        );
      await put(
        AdvancedEventSelectors.map((selector) => ({
          ...selector,
          FieldSelectors: [
            ...(selector.FieldSelectors ?? []),
            { Field: 'readOnly', Equals: ['false'] },
          ],
        })),
      );
      return () => put(AdvancedEventSelectors);
    },
    ledger: {
      service: 'cloud-trail',
      says: /Trail AdvancedEventSelectors\[[^;]*\]\.FieldSelectors has [^;]*readOnly[^;]*, which is not ours/,
    },
  },
];
