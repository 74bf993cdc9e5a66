import { DescribeFlowLogsCommand, type FlowLog } from '@aws-sdk/client-ec2';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';
import { createFlowLogs, deleteFlowLogs, type Ec2, isThrottled, type Refusal } from './create.ts';
import {
  goesTo,
  isAsWanted,
  isOutdated,
  type Place,
  type Wanted,
  wantedFlowLogs,
} from './flow-logs.ts';
import type { Settings } from './settings.ts';

/** What a place is converged with. */
export interface Tools {
  ec2: Ec2;
  sleep: Sleep;
  /** False when the function should start nothing more. */
  hasTime(): boolean;
  log: Log;
}

// AWS describes "the same configuration and log destination" no further. A VPC had at most two flow
// logs; the error is still listed, without a number. Refusals by name have the code 400.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
const EXISTS = /FlowLogAlreadyExists|existing Flow Log/i;
const LIMIT = /FlowLogsLimitExceeded|limit on the number of flow logs/i;

const textOf = ({ code, message }: Refusal): string => `${code}: ${message}`;

/** True when another flow log of the VPC may be why EC2 refuses. */
export const lacksRoom = (refusal: Refusal): boolean =>
  EXISTS.test(textOf(refusal)) || LIMIT.test(textOf(refusal));

type Room = 'none needed' | { remove: FlowLog } | { reason: string };

/** What makes room for a flow log that was refused, as the VPC is now. */
export function roomFor(
  refusal: Refusal,
  wanted: Wanted,
  flowLogs: readonly FlowLog[],
  settings: Settings,
  place: Place,
): Room {
  if (flowLogs.some((flowLog) => isAsWanted(flowLog, wanted))) {
    return 'none needed';
  }
  const exists = EXISTS.test(textOf(refusal));
  const same = flowLogs.filter((flowLog) => goesTo(flowLog, wanted));
  if (exists && same.length === 0) {
    return 'none needed'; // another invocation has just created it, and EC2 does not list it yet
  }
  const outdated = (flowLog: FlowLog) => isOutdated(flowLog, settings, place);
  const foreign = same.find((flowLog) => !outdated(flowLog));
  if (exists && foreign) {
    const { FlowLogId } = foreign;
    return { reason: `${FlowLogId} is not ours, and goes there with other settings: delete it` };
  }
  const all = wantedFlowLogs(settings, place);
  const leaving = flowLogs.filter((flowLog) => !all.some((one) => goesTo(flowLog, one)));
  const remove = [...same, ...leaving].find(outdated);
  return remove ? { remove } : { reason: textOf(refusal) };
}

export interface Exchanged {
  /** Why the VPC still lacks the wanted flow log; undefined if it has it. */
  reason?: string;
  /** The one that was deleted. */
  removed?: string;
}

/**
 * Replaces an outdated flow log of a VPC by the one that EC2 refuses beside it. If EC2 refuses that
 * without it too, the outdated one is created again.
 */
export async function exchange(
  tools: Tools,
  refusal: Refusal,
  wanted: Wanted,
  settings: Settings,
  place: Place,
): Promise<Exchanged> {
  const { ec2, log } = tools;
  const vpcId = refusal.id;
  const room = roomFor(refusal, wanted, await flowLogsOf(ec2, vpcId), settings, place);
  if (room === 'none needed') {
    return {};
  }
  if ('reason' in room) {
    return room;
  }
  const { FlowLogId: removed = '' } = room.remove;
  const [kept] = await deleteFlowLogs(ec2, [removed]);
  if (kept) {
    return { reason: textOf(kept) };
  }
  const again = await tryCreate(tools, wanted, vpcId);
  const reason = again && `${again}; ${await restore(tools, room.remove, vpcId)}`;
  const { accountId, region } = place;
  const outcome = reason ?? 'replaced';
  log({ message: 'Exchanged a flow log', action: 'exchange', accountId, region, vpcId, outcome });
  return reason ? { reason, removed } : { removed };
}

async function restore(tools: Tools, former: FlowLog, vpcId: string): Promise<string> {
  const lost = await tryCreate(tools, formerOf(former), vpcId);
  // One that exists goes to the same destination.
  return lost && !EXISTS.test(lost)
    ? `the former flow log could not be restored: ${lost}`
    : 'the former flow log is restored';
}

async function flowLogsOf(ec2: Ec2, vpcId: string): Promise<FlowLog[]> {
  const Filter = [{ Name: 'resource-id', Values: [vpcId] }];
  return collect<FlowLog>(async (NextToken) => {
    const page = await ec2.send(new DescribeFlowLogsCommand({ Filter, NextToken }));
    return { items: page.FlowLogs, next: page.NextToken };
  });
}

/** Why it was not created, whatever happened: the VPC lacks one meanwhile, so that throttling is outlasted. */
async function tryCreate({ ec2, sleep }: Tools, wanted: Wanted, vpcId: string) {
  try {
    const create = () => createFlowLogs(ec2, wanted, [vpcId]);
    const { refusals } = await retryOn(isThrottled, create, { attempts: 4, sleep });
    return refusals[0] && textOf(refusals[0]);
  } catch (error) {
    return describeError(error);
  }
}

/** The input that creates a flow log once more. */
function formerOf(flowLog: FlowLog): Wanted {
  const isGroup = flowLog.LogDestinationType === 'cloud-watch-logs';
  const Tags = flowLog.Tags?.filter(({ Key = '' }) => !Key.startsWith('aws:'));
  return {
    ResourceType: 'VPC',
    TrafficType: flowLog.TrafficType,
    MaxAggregationInterval: flowLog.MaxAggregationInterval,
    LogDestinationType: flowLog.LogDestinationType,
    LogFormat: flowLog.LogFormat,
    ...(isGroup
      ? {
          LogGroupName: flowLog.LogGroupName,
          DeliverLogsPermissionArn: flowLog.DeliverLogsPermissionArn,
        }
      : { LogDestination: flowLog.LogDestination, DestinationOptions: flowLog.DestinationOptions }),
    TagSpecifications: [{ ResourceType: 'vpc-flow-log', Tags }],
  };
}
