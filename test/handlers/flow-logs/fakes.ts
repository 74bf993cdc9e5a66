import type { FlowLog, Vpc } from '@aws-sdk/client-ec2';
import type { Place } from '../../../handlers/flow-logs/flow-logs.ts';
import { LOG_FORMAT } from '../../../handlers/flow-logs/log-format.ts';
import type { Settings } from '../../../handlers/flow-logs/settings.ts';

export const settings: Settings = {
  resourcePrefix: 'audit',
  logArchiveAccountId: '333333333333',
  regions: ['eu-west-1', 'us-east-1'],
  excludedPlaces: [],
  trafficType: 'ALL',
  aggregationSeconds: '600',
  destinations: ['s3', 'cloud-watch-logs'],
};

export const place: Place = {
  partition: 'aws',
  accountId: '444444444444',
  region: 'eu-west-1',
};

const tag = { Key: 'managed-by', Value: 'audit-flow-logs' };

export const vpc = (VpcId: string, OwnerId = '444444444444'): Vpc => ({ VpcId, OwnerId });

/** A flow log of ours as DescribeFlowLogs reports it. */
export const toBucket = (ResourceId: string, changes: Partial<FlowLog> = {}): FlowLog => ({
  FlowLogId: `fl-s3-${ResourceId}`,
  ResourceId,
  TrafficType: 'ALL',
  MaxAggregationInterval: 600,
  LogDestinationType: 's3',
  LogDestination: 'arn:aws:s3:::audit-flow-logs-333333333333',
  LogFormat: LOG_FORMAT,
  DestinationOptions: {
    FileFormat: 'parquet',
    HiveCompatiblePartitions: true,
    PerHourPartition: true,
  },
  Tags: [tag],
  ...changes,
});

export const toGroup = (ResourceId: string, changes: Partial<FlowLog> = {}): FlowLog => ({
  FlowLogId: `fl-cw-${ResourceId}`,
  ResourceId,
  TrafficType: 'ALL',
  MaxAggregationInterval: 600,
  LogDestinationType: 'cloud-watch-logs',
  LogGroupName: 'audit-flow-logs',
  Tags: [tag],
  ...changes,
});
