import { setTimeout as delay } from 'node:timers/promises';
import { CreateVpcCommand, DescribeFlowLogsCommand, type FlowLog } from '@aws-sdk/client-ec2';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { readFlowLogs } from '../../coverage/checks/flow-logs.ts';
import { isActive } from '../../organization/accounts.ts';
import { archiveBucket } from '../../organization/buckets.ts';
import type { Account } from '../../organization/types.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const PATIENCE_MS = 20_000;
const applies: Scenario['applies'] = (world) => hasType(world, 'Custom::FlowLogs');

const activeAccounts = async (world: World): Promise<Account[]> =>
  (await world.accounts()).filter(isActive);

/** @throws naming the accounts and regions with a VPC that lacks a flow log */
async function requireFlowLogs(world: World, accounts: readonly Account[]): Promise<void> {
  const { rehearsal, settings } = world;
  const lacking: string[] = [];
  for (const account of accounts) {
    const session = await sessionsOf(rehearsal).open(account.id);
    for (const region of settings.governedRegions) {
      const clients = session.clients(region);
      const { reason } = await readFlowLogs({ account, accounts, region, settings, clients });
      if (reason) {
        lacking.push(`${account.name}/${region}: ${reason}`);
      }
    }
  }
  requireSame('places whose VPCs lack flow logs', lacking, []);
}

export const everyVpcHasFlowLogs: Scenario = {
  capability: 'flow-logs',
  name: 'gives flow logs to the VPCs of every account and governed region, however they were made',
  applies,
  async run(world) {
    const accounts = await activeAccounts(world);

    await requireFlowLogs(world, accounts);

    const { flowLogDestinations, governedRegions } = world.settings;
    return `to ${flowLogDestinations.join(' and ')}, of ${accounts.length} accounts in ${governedRegions.length} regions`;
  },
};

export const newVpcGetsFlowLogs: Scenario = {
  capability: 'flow-logs',
  name: 'gives flow logs to a new VPC, without a redeploy',
  // Only a trail records a new VPC.
  applies: (world) => applies(world) && hasType(world, 'AWS::CloudTrail::Trail'),
  async run(world) {
    const { rehearsal, settings } = world;
    const account = (await activeAccounts(world)).at(-1) as Account;
    const region = settings.governedRegions.at(-1) as string;
    const { ec2 } = (await sessionsOf(rehearsal).open(account.id)).clients(region);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
    const started = Date.now();

    const flowLogs = await waitForFlowLogs(async () => {
      const { FlowLogs = [] } = await ec2.send(new DescribeFlowLogsCommand({}));
      return FlowLogs.filter(({ ResourceId }) => ResourceId === Vpc?.VpcId);
    }, settings.flowLogDestinations.length);

    const places = flowLogs.map(({ LogDestinationType = '' }) => LogDestinationType);
    requireSame('destinations', places, [...settings.flowLogDestinations]);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    return `${Vpc?.VpcId} of ${account.name} in ${region} has ${flowLogs.length} after ${seconds} s`;
  },
};

async function waitForFlowLogs(read: () => Promise<FlowLog[]>, count: number): Promise<FlowLog[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await read();
    if (found.length >= count || Date.now() > deadline) {
      return found;
    }
    await delay(100);
  }
}

/** EC2 replaces the policy of a bucket whose owner makes flow logs and may put it. */
export const bucketPolicyIsAsDeployed: Scenario = {
  capability: 'flow-logs',
  name: 'leaves the policy of the central bucket as it was deployed',
  applies,
  async run({ rehearsal, settings }) {
    const { logArchiveAccountId, homeRegion } = settings;
    const Bucket = archiveBucket(settings, 'flow-logs');
    const { s3 } = (await sessionsOf(rehearsal).open(logArchiveAccountId)).clients(homeRegion);

    const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));

    const statements: { Sid?: string }[] = JSON.parse(Policy).Statement ?? [];
    const sids = statements.map(({ Sid = '' }) => Sid);
    requireSame('statements', sids, [
      'DenyUnencryptedTransport',
      'AWSLogDeliveryWrite',
      'AWSLogDeliveryAclCheck',
      'AllowListBySecurityAccount',
      'AllowReadBySecurityAccount',
    ]);
    return `${Bucket} has its ${sids.length} statements`;
  },
};
