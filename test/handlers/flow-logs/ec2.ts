import type { EC2Client, FlowLog, Vpc } from '@aws-sdk/client-ec2';
import type { Wanted } from '../../../handlers/flow-logs/flow-logs.ts';
import { DEFAULT_FORMAT } from '../../../handlers/flow-logs/log-format.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';

/** What EC2 takes for the same configuration, which AWS does not publish. */
export type Equality = 'by destination' | 'by all settings';

export interface Rules {
  equality: Equality;
  /** The most flow logs of a VPC. */
  limit: number;
  /** Refusals come by VPC, or with the whole call. */
  byName: boolean;
  /** Why EC2 does not create a flow log, besides. */
  refuse(vpcId: string, wanted: Wanted): string | undefined;
  /** True to throttle the call. */
  throttle(): boolean;
}

export const lenient: Rules = {
  equality: 'by all settings',
  limit: 10,
  byName: true,
  refuse: () => undefined,
  throttle: () => false,
};

const destinationOf = (one: Wanted | FlowLog) =>
  JSON.stringify([one.LogDestinationType, one.LogDestination, one.LogGroupName]);
const settingsOf = (one: Wanted | FlowLog) =>
  JSON.stringify([
    one.TrafficType,
    one.MaxAggregationInterval,
    one.LogFormat ?? DEFAULT_FORMAT,
    one.DestinationOptions,
  ]);

/** No two flow logs have the same id. */
let count = 0;

/** An EC2 with the flow logs of one place, which keeps the rules, and shows `seen` each of its states. */
export function fakeEc2(
  vpcs: readonly Vpc[],
  flowLogs: FlowLog[],
  rules: Rules,
  seen: (flowLogs: readonly FlowLog[]) => void = () => {},
) {
  const refusal = (vpcId: string, wanted: Wanted): string | undefined => {
    if (!vpcs.some(({ VpcId }) => VpcId === vpcId)) {
      return 'InvalidVpcID.NotFound';
    }
    const own = flowLogs.filter(({ ResourceId }) => ResourceId === vpcId);
    const same = own
      .filter((one) => destinationOf(one) === destinationOf(wanted))
      .filter(
        (one) => rules.equality === 'by destination' || settingsOf(one) === settingsOf(wanted),
      );
    if (same.length > 0) {
      return 'FlowLogAlreadyExists';
    }
    return own.length >= rules.limit ? 'FlowLogsLimitExceeded' : rules.refuse(vpcId, wanted);
  };
  const create = ({ ResourceIds = [], ...wanted }: Wanted & { ResourceIds?: string[] }) => {
    const refused = ResourceIds.flatMap((id) => {
      const Code = refusal(id, wanted);
      return Code ? [{ ResourceId: id, Error: { Code, Message: Code } }] : [];
    });
    if (refused[0] && !rules.byName) {
      throw awsError(refused[0].Error.Code, 'refused', { $metadata: { httpStatusCode: 400 } });
    }
    for (const id of ResourceIds.filter((one) => !refused.some((it) => it.ResourceId === one))) {
      const { TagSpecifications = [], ...rest } = wanted;
      const FlowLogId = `fl-${++count}`;
      flowLogs.push({ ...rest, FlowLogId, ResourceId: id, Tags: TagSpecifications[0]?.Tags });
    }
    return { Unsuccessful: refused };
  };
  const remove = ({ FlowLogIds = [] }: { FlowLogIds?: string[] }) => {
    for (const id of FlowLogIds) {
      const index = flowLogs.findIndex(({ FlowLogId }) => FlowLogId === id);
      if (index < 0) {
        throw awsError('InvalidFlowLogId.NotFound', id, { $metadata: { httpStatusCode: 400 } });
      }
      flowLogs.splice(index, 1);
    }
    return {};
  };
  const describe = ({ Filter = [] }: { Filter?: { Values?: string[] }[] }) => {
    const ids = Filter[0]?.Values;
    return { FlowLogs: flowLogs.filter(({ ResourceId = '' }) => !ids || ids.includes(ResourceId)) };
  };
  const answers: Record<string, (input: never) => unknown> = {
    DescribeVpcs: () => ({ Vpcs: vpcs }),
    DescribeFlowLogs: describe,
    CreateFlowLogs: create,
    DeleteFlowLogs: remove,
  };
  return fakeClient<EC2Client>((name, input) => {
    if (rules.throttle()) {
      throw awsError('RequestLimitExceeded', 'slow', { $metadata: { httpStatusCode: 503 } });
    }
    const answer = answers[name]?.(input as never);
    seen(flowLogs);
    return answer;
  });
}
