import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createStack } from './stack.ts';
import type { Planted } from './world.ts';

const account = 'OC::ORG::Account';
const policy = 'OC::ORG::ServiceControlPolicy';
const unit = 'OC::ORG::OrganizationalUnit';

const bound = (type: string, logicalId: string, physicalId: string) => ({
  [type]: { [logicalId]: { type, logicalId, physicalId, lastCommittedHash: 'h' } },
});

/** What org-formation has kept of an earlier deployment, of which some is gone; LeftAccount is in no unit. */
export const state: Planted = {
  kinds: [
    'state-stack-gone',
    'state-account-gone',
    'state-policy-gone',
    'state-unit-gone',
    'stack-not-in-state',
    'account-in-no-unit',
  ],
  declares: { LeftAccount: '131313131313' },
  async plant({ clients, ids, wanted }) {
    const management = await clients('ManagementAccount');
    const Bucket = `organization-formation-${ids['ManagementAccount']}`;
    const { stackName, accountId } = wanted('AWS::Athena::WorkGroup');
    const Body = JSON.stringify({
      masterAccountId: ids['ManagementAccount'],
      stacks: { [stackName]: { [accountId]: { 'us-east-1': { stackName } } } },
      bindings: {
        ...bound(account, 'LeftAccount', ids['LeftAccount'] ?? ''),
        ...bound(policy, 'ProtectDetection', 'p-12345678'),
        ...bound(unit, 'SandboxOu', 'ou-1234-12345678'),
      },
    });
    await management.s3.send(new CreateBucketCommand({ Bucket }));
    await management.s3.send(new PutObjectCommand({ Bucket, Key: 'state.json', Body }));
    await createStack(management, 'ofn-audit-report-events', {
      AccountRule: {
        Type: 'AWS::Events::Rule',
        Properties: { Name: 'ofn-audit-reports', ScheduleExpression: 'rate(1 day)' },
      },
    });
  },
};
