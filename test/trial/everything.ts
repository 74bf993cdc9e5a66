import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import { ListStackSetsCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { DescribeFlowLogsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetDatabasesCommand } from '@aws-sdk/client-glue';
import { ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { reach, type TrialClients } from '../../trial/clients.ts';
import { managementAccountId, type Playground, region, sandboxAccountId } from './embedded.ts';

/** What a question could make, each as AWS lists it. */
const lists: Readonly<Record<string, (clients: TrialClients) => Promise<unknown>>> = {
  alarms: ({ cloudWatch }) => cloudWatch.send(new DescribeAlarmsCommand()),
  aggregators: ({ configService }) =>
    configService.send(new DescribeConfigurationAggregatorsCommand()),
  buckets: ({ s3 }) => s3.send(new ListBucketsCommand()),
  buses: ({ eventBridge }) => eventBridge.send(new ListEventBusesCommand()),
  channels: ({ configService }) => configService.send(new DescribeDeliveryChannelsCommand()),
  'compute environments': ({ batch }) => batch.send(new DescribeComputeEnvironmentsCommand()),
  databases: ({ glue }) => glue.send(new GetDatabasesCommand()),
  detectors: ({ guardDuty }) => guardDuty.send(new ListDetectorsCommand()),
  'flow logs': ({ ec2 }) => ec2.send(new DescribeFlowLogsCommand()),
  'job definitions': ({ batch }) =>
    batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' })),
  'job queues': ({ batch }) => batch.send(new DescribeJobQueuesCommand()),
  'log groups': ({ cloudWatchLogs }) => cloudWatchLogs.send(new DescribeLogGroupsCommand()),
  queues: ({ sqs }) => sqs.send(new ListQueuesCommand()),
  recorders: ({ configService }) => configService.send(new DescribeConfigurationRecordersCommand()),
  roles: ({ iam }) => iam.send(new ListRolesCommand()),
  rules: ({ eventBridge }) => eventBridge.send(new ListRulesCommand()),
  'stack sets': ({ cloudFormation }) =>
    cloudFormation.send(new ListStackSetsCommand({ Status: 'ACTIVE' })),
  stacks: async ({ cloudFormation }) => {
    const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand());
    return StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  },
  subscriptions: ({ sns }) => sns.send(new ListSubscriptionsCommand()),
  topics: ({ sns }) => sns.send(new ListTopicsCommand()),
  trails: ({ cloudTrail }) => cloudTrail.send(new DescribeTrailsCommand()),
  vpcs: ({ ec2 }) => ec2.send(new DescribeVpcsCommand()),
};

/** All that there is in every account, in the region of the trial and others, as AWS lists it. */
export async function everythingAt(
  { aws, credentials }: Playground,
  elsewhere: readonly string[],
): Promise<Record<string, unknown>> {
  const connection = { endpoint: aws.endpoint, credentials };
  const reached = await reach(connection, region, 'OrganizationAccountAccessRole');
  const found: Record<string, unknown> = {};
  for (const accountId of [managementAccountId, sandboxAccountId]) {
    const account = await reached.open(accountId);
    for (const where of new Set([region, ...elsewhere])) {
      for (const [name, list] of Object.entries(lists)) {
        const answer = (await list(account.clients(where))) as Record<string, unknown>;
        const { $metadata: _metadata, ...shown } = answer;
        found[`${accountId}/${where}: ${name}`] = shown;
      }
    }
  }
  return found;
}
