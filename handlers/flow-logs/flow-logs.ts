import type { CreateFlowLogsRequest, FlowLog, Vpc } from '@aws-sdk/client-ec2';
import { archiveBucket } from '../../organization/buckets.ts';
import { DEFAULT_FORMAT, LOG_FORMAT } from './log-format.ts';
import type { Settings } from './settings.ts';

/** An account and a region. */
export interface Place {
  partition: string;
  accountId: string;
  region: string;
}

/** The input of CreateFlowLogs, without the VPCs. */
export type Wanted = Omit<CreateFlowLogsRequest, 'ResourceIds'>;

export interface Plan {
  create: { wanted: Wanted; vpcIds: string[] }[];
  /** Our own flow logs that are not wanted, or have other settings. */
  outdated: FlowLog[];
}

const TAG = 'managed-by';

/** The tag `managed-by` of our flow logs: the role may delete only these. */
export const ownerOf = (settings: Settings): string => `${settings.resourcePrefix}-flow-logs`;

/** The flow logs that each VPC of a place should have: one per destination. */
export function wantedFlowLogs(settings: Settings, place: Place): Wanted[] {
  const { resourcePrefix, trafficType, aggregationSeconds } = settings;
  const { partition, accountId } = place;
  const Tags = [{ Key: TAG, Value: ownerOf(settings) }];
  const common: Wanted = {
    ResourceType: 'VPC',
    TrafficType: trafficType,
    MaxAggregationInterval: Number(aggregationSeconds),
    TagSpecifications: [{ ResourceType: 'vpc-flow-log', Tags }],
  };
  return settings.destinations.map((destination): Wanted => {
    switch (destination) {
      case 's3':
        return {
          ...common,
          LogDestinationType: 's3',
          LogDestination: `arn:${partition}:s3:::${archiveBucket(settings, 'flow-logs')}`,
          LogFormat: LOG_FORMAT,
          DestinationOptions: {
            FileFormat: 'parquet',
            HiveCompatiblePartitions: true,
            PerHourPartition: true,
          },
        };
      case 'cloud-watch-logs':
        return {
          ...common,
          LogDestinationType: 'cloud-watch-logs',
          LogGroupName: ownerOf(settings),
          DeliverLogsPermissionArn: `arn:${partition}:iam::${accountId}:role/${resourcePrefix}-flow-logs-delivery`,
        };
      default:
        return destination satisfies never;
    }
  });
}

/**
 * The flow logs to create, so that each of the account's own VPCs has the wanted ones, and those that
 * are then outdated.
 *
 * An existing flow log from elsewhere with the wanted settings is accepted; any other is ignored. Flow
 * logs can't be updated, so one of ours with other settings is replaced. One of a VPC that is not
 * listed stays while any are wanted: the VPC may be newer than the list.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
export function planOf(
  vpcs: readonly Vpc[],
  flowLogs: readonly FlowLog[],
  settings: Settings,
  place: Place,
): Plan {
  const wanted = wantedFlowLogs(settings, place);
  // The owner of a shared VPC logs it.
  const vpcIds = vpcs
    .filter((vpc) => vpc.OwnerId === place.accountId)
    .map(({ VpcId = '' }) => VpcId);
  const lacks = (vpcId: string, one: Wanted) =>
    !flowLogs.some((flowLog) => flowLog.ResourceId === vpcId && isAsWanted(flowLog, one));
  return {
    create: wanted
      .map((one) => ({ wanted: one, vpcIds: vpcIds.filter((vpcId) => lacks(vpcId, one)) }))
      .filter(({ vpcIds: lacking }) => lacking.length > 0),
    outdated: flowLogs
      .filter(({ ResourceId = '' }) => wanted.length === 0 || vpcIds.includes(ResourceId))
      .filter((flowLog) => isOutdated(flowLog, settings, place)),
  };
}

/** A VPC and the destination of a flow log that it should have. */
export const keyOf = (vpcId: string | undefined, wanted: Wanted): string =>
  `${vpcId} ${wanted.LogDestination ?? wanted.LogGroupName}`;

/**
 * Those of the outdated flow logs that may go while some of the wanted ones are lacking: each is kept
 * until what replaces it is there, and one to a destination that is no longer wanted until its VPC has
 * all others.
 */
export function removable(
  outdated: readonly FlowLog[],
  lacking: ReadonlySet<string>,
  settings: Settings,
  place: Place,
): FlowLog[] {
  const wanted = wantedFlowLogs(settings, place);
  return outdated.filter((flowLog) => {
    const same = wanted.filter((one) => goesTo(flowLog, one));
    const needed = same.length > 0 ? same : wanted;
    return !needed.some((one) => lacking.has(keyOf(flowLog.ResourceId, one)));
  });
}

/** Ours, and not as any of the wanted ones. */
export function isOutdated(flowLog: FlowLog, settings: Settings, place: Place): boolean {
  const wanted = wantedFlowLogs(settings, place);
  return isOwn(flowLog, settings) && !wanted.some((one) => isAsWanted(flowLog, one));
}

function isOwn({ Tags = [] }: FlowLog, settings: Settings): boolean {
  return Tags.some(({ Key, Value }) => Key === TAG && Value === ownerOf(settings));
}

export function goesTo(flowLog: FlowLog, wanted: Wanted): boolean {
  return (
    flowLog.LogDestinationType === wanted.LogDestinationType &&
    (wanted.LogGroupName === undefined || flowLog.LogGroupName === wanted.LogGroupName) &&
    (wanted.LogDestination === undefined || flowLog.LogDestination === wanted.LogDestination)
  );
}

export function isAsWanted(flowLog: FlowLog, wanted: Wanted): boolean {
  const { DestinationOptions: is = {} } = flowLog;
  const { DestinationOptions: want } = wanted;
  return (
    goesTo(flowLog, wanted) &&
    flowLog.TrafficType === wanted.TrafficType &&
    flowLog.MaxAggregationInterval === wanted.MaxAggregationInterval &&
    (flowLog.LogFormat ?? DEFAULT_FORMAT) === (wanted.LogFormat ?? DEFAULT_FORMAT) &&
    (want === undefined ||
      (is.FileFormat === want.FileFormat &&
        is.HiveCompatiblePartitions === want.HiveCompatiblePartitions &&
        is.PerHourPartition === want.PerHourPartition))
  );
}
