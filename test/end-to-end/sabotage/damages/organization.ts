import { GetEventSelectorsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Damage } from '../damage.ts';

export const organizationDamages: readonly Damage[] = [
  {
    name: 'detaches a policy that protects the baseline',
    account: 'Management',
    act: async ({ clients: { organizations } }) => {
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
    cell: { service: 'organization-policies' },
    says: /^policy ofn-audit-protect-baseline: it is not attached to SandboxOu: restore it/,
  },
  {
    name: 'leaves read-only events out of the trail',
    account: 'Management',
    act: async ({ clients: { cloudTrail } }) => {
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
    cell: { service: 'cloud-trail' },
    says: /^stack ofn-audit-cloud-trail: Trail AdvancedEventSelectors\[.*\]\.FieldSelectors has .*readOnly.*, which is not ours; revert/,
  },
];
