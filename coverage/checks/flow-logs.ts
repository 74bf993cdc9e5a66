import {
  DescribeFlowLogsCommand,
  DescribeVpcsCommand,
  type FlowLog,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { DEFAULT_FORMAT, LOG_FORMAT } from '../../handlers/flow-logs/log-format.ts';
import { collect } from '../../lambda/paging.ts';
import { archiveBucket } from '../../organization/buckets.ts';
import type { FlowLogDestination, Settings } from '../../organization/types.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const flowLogsRow: Row = {
  service: 'flow-logs',
  capability: 'flow-logs',
  title: 'Each VPC delivers its flow logs to each destination',
  onWhen:
    'each VPC of the account has an active flow log of `flowLogTrafficType` and `flowLogAggregationSeconds`, in our format, without delivery errors, to each of `flowLogDestinations`',
  repair:
    'wait for `flowLogSchedule`, on which a function creates flow logs that are missing and replaces outdated ones; of what stays, the messages of its queue `<resourcePrefix>-flow-logs-failures` have the reason, such as a flow log of another owner to the same destination, which to delete (templates/flow-logs/README.md)',
  accounts: 'all',
  scope: 'every-region',
  when: (settings) => settings.flowLogDestinations.length > 0,
  expected: 'on',
  read: readFlowLogs,
};

const MaxResults = 1000;

/** On when each of the account's own VPCs delivers flow logs to each destination. */
export async function readFlowLogs(target: Target<'ec2'>): Promise<Verdict> {
  const { account, settings } = target;
  const vpcs = (await listVpcs(target)).filter(({ OwnerId }) => OwnerId === account.id);
  const flowLogs = vpcs.length > 0 ? await listFlowLogs(target) : [];
  const reasons = vpcs.flatMap(({ VpcId = '' }) => {
    const own = flowLogs.filter(({ ResourceId }) => ResourceId === VpcId);
    return settings.flowLogDestinations.flatMap((destination) => {
      const found = own.filter((flowLog) => goesTo(flowLog, destination, settings));
      const problem = problemOf(found, settings);
      return problem ? [`${VpcId} has ${problem} to ${destination}`] : [];
    });
  });
  if (reasons.length === 0) {
    return { actual: 'on' };
  }
  const more = reasons.length > 3 ? ` and ${reasons.length - 3} more` : '';
  return { actual: 'off', reason: `${reasons.slice(0, 3).join(', ')}${more}` };
}

function listVpcs({ clients }: Target<'ec2'>): Promise<Vpc[]> {
  return collect(async (NextToken) => {
    const page = await clients.ec2.send(new DescribeVpcsCommand({ MaxResults, NextToken }));
    return { items: page.Vpcs, next: page.NextToken };
  });
}

function listFlowLogs({ clients }: Target<'ec2'>): Promise<FlowLog[]> {
  return collect(async (NextToken) => {
    const page = await clients.ec2.send(new DescribeFlowLogsCommand({ MaxResults, NextToken }));
    return { items: page.FlowLogs, next: page.NextToken };
  });
}

function goesTo(flowLog: FlowLog, destination: FlowLogDestination, settings: Settings): boolean {
  if (flowLog.LogDestinationType !== destination) {
    return false;
  }
  const bucket = `:s3:::${archiveBucket(settings, 'flow-logs')}`;
  return destination === 's3'
    ? (flowLog.LogDestination ?? '').endsWith(bucket)
    : flowLog.LogGroupName === `${settings.resourcePrefix}-flow-logs`;
}

function problemOf(
  flowLogs: readonly FlowLog[],
  { flowLogTrafficType: traffic, flowLogAggregationSeconds: seconds }: Settings,
): string | undefined {
  if (flowLogs.length === 0) {
    return 'no flow log';
  }
  const ofTraffic = flowLogs.filter(({ TrafficType }) => TrafficType === traffic);
  if (ofTraffic.length === 0) {
    return `a flow log of ${flowLogs[0]?.TrafficType} traffic, expected ${traffic},`;
  }
  const ofInterval = ofTraffic.filter((one) => one.MaxAggregationInterval === seconds);
  if (ofInterval.length === 0) {
    const found = ofTraffic[0]?.MaxAggregationInterval;
    return `a flow log of ${found} seconds, expected ${seconds},`;
  }
  const readable = ofInterval.filter(isOfOurFormat);
  if (readable.length === 0) {
    return `a flow log ${ofInterval[0]?.FlowLogId} of another format, which queries can't read,`;
  }
  const works = readable.some(
    (one) => one.FlowLogStatus === 'ACTIVE' && one.DeliverLogsStatus !== 'FAILED',
  );
  const { FlowLogId, DeliverLogsErrorMessage = 'not active' } = readable[0] ?? {};
  return works ? undefined : `a flow log ${FlowLogId} that fails (${DeliverLogsErrorMessage})`;
}

/** Fields, files and folders: the tables of Athena, and saved queries of the log group, expect them. */
function isOfOurFormat({ LogDestinationType, LogFormat, DestinationOptions }: FlowLog): boolean {
  if (LogDestinationType !== 's3') {
    return LogFormat === DEFAULT_FORMAT;
  }
  const { FileFormat, HiveCompatiblePartitions, PerHourPartition } = DestinationOptions ?? {};
  const isInFolders = HiveCompatiblePartitions === true && PerHourPartition === true;
  return LogFormat === LOG_FORMAT && FileFormat === 'parquet' && isInFolders;
}
