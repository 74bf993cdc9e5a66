import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { chartOf, organizationResources } from '../../preflight/deployment/chart.ts';
import { declaredPolicies } from '../../preflight/deployment/policies.ts';
import { policies } from '../../preflight/findings/policies.ts';
import type { PlacedStack } from '../../preflight/subject.ts';
import { ids, subjectWith } from './snapshots.ts';

const organizationFile = path.join(import.meta.dirname, '../../organization.yml');
const resources = organizationResources(organizationFile, (file) => readFileSync(file, 'utf8'));
const accounts = [
  { id: ids.management, name: 'Management', email: 'aws-management@example.com', state: 'ACTIVE' },
  { id: ids.sandbox, name: 'Sandbox', email: 'aws-sandbox@example.com', state: 'ACTIVE' },
];
const chart = chartOf(resources, { organizationId: 'o-exampleorg1', partition: 'aws', accounts });

describe('the policies of organization.yml', () => {
  it('are those of the file that it includes, with the accounts that they reach', () => {
    const all = declaredPolicies(resources, chart);

    expect(all.map(({ logicalName, targets }) => [logicalName, targets])).to.deep.equal([
      ['ProtectDetection', [sandboxOu]],
      ['ProtectBaseline', [sandboxOu]],
      ['ProtectBuses', []],
    ]);
  });

  it('are at the root, a unit below others, or an account', () => {
    const attached = { ServiceControlPolicies: [{ Ref: 'ProtectBuses' }] };
    const at = (name: string) => {
      const one = resources.get(name) ?? { type: '', properties: {} };
      const changed = new Map(resources);
      changed.set(name, { ...one, properties: { ...one.properties, ...attached } });
      return declaredPolicies(changed, chart).flatMap(({ logicalName, targets }) =>
        logicalName === 'ProtectBuses' ? targets : [],
      );
    };

    expect(at('WorkloadsProdOu')).to.deep.equal([
      {
        ...{ logicalName: 'WorkloadsProdOu', kind: 'unit', path: ['Workloads', 'Prod'] },
        accountIds: [],
      },
    ]);
    expect(at('SandboxAccount')).to.deep.equal([
      { logicalName: 'SandboxAccount', kind: 'account', path: [], accountIds: [ids.sandbox] },
    ]);
    expect(at('Root')).to.deep.equal([
      { logicalName: 'Root', kind: 'root', path: [], accountIds: [ids.management, ids.sandbox] },
    ]);
  });

  it('let the role deploy that they exempt, and no other', () => {
    const role = { type: 'AWS::IAM::Role', name: 'ofn-audit-audit', properties: ['Policies'] };
    const recorder = {
      type: 'AWS::Config::ConfigurationRecorder',
      name: 'default',
      properties: [],
    };
    const stack: PlacedStack = {
      ...{ capability: 'audit-role', stackName: 'ofn-audit-audit-role' },
      ...{ accountId: ids.sandbox, region: 'us-east-1' },
      resources: [role, recorder].map((one) => ({ logicalId: 'Any', ...one })),
    };
    const found = (roleName: string): string[] => {
      const subject = subjectWith({
        ...{ stacks: [stack], capabilities: ['audit-role'] },
        policies: declaredPolicies(resources, chart),
      });
      const caller = { ...subject.snapshot.caller, roleName };
      const snapshot = { ...subject.snapshot, caller };
      return [...policies.check({ ...subject, snapshot })].map((one) => one.found);
    };

    expect(found('OrganizationAccountAccessRole')).to.deep.equal([]);
    expect(found('Deployer')).to.deep.equal([
      'ProtectDetection of the organization file, attached to SandboxOu, would deny Deployer config:PutConfigurationRecorder, by DenyChangeOfConfig',
      'ProtectBaseline of the organization file, attached to SandboxOu, would deny Deployer cloudformation:CreateStack, cloudformation:UpdateStack, cloudformation:UpdateTerminationProtection, iam:CreateRole, iam:PutRolePolicy and 1 more, by DenyChangeOfStacks, DenyChangeOfRoles',
    ]);
  });
});

const sandboxOu = {
  ...{ logicalName: 'SandboxOu', kind: 'unit', path: ['Sandbox'] },
  accountIds: [ids.sandbox],
};
