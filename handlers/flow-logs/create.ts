import {
  CreateFlowLogsCommand,
  DeleteFlowLogsCommand,
  type EC2Client,
  type UnsuccessfulItem,
} from '@aws-sdk/client-ec2';
import { isNamed, statusOf } from '../../lambda/errors.ts';
import type { Wanted } from './flow-logs.ts';

export type Ec2 = Pick<EC2Client, 'send'>;

/** Why EC2 did not create a flow log of a VPC, or did not delete one. */
export interface Refusal {
  /** The VPC, or the flow log. */
  id: string;
  code: string;
  message: string;
}

export interface Created {
  count: number;
  refusals: Refusal[];
}

/**
 * True when EC2 refuses what is asked for: 503 is throttling, and others are failures of the network.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const isRefusal = (error: unknown): error is Error => {
  const status = statusOf(error) ?? 0;
  return error instanceof Error && status >= 400 && status < 500;
};

/**
 * Creates a flow log of each VPC. One VPC that EC2 refuses does not stop the others: EC2 refuses some by
 * name, and some with the whole call, which is then repeated one by one.
 *
 * @throws any other error, such as RequestLimitExceeded
 */
export async function createFlowLogs(
  ec2: Ec2,
  wanted: Wanted,
  vpcIds: readonly string[],
): Promise<Created> {
  const refusals = await oneByOne(vpcIds, async (ResourceIds) => {
    const command = new CreateFlowLogsCommand({ ...wanted, ResourceIds });
    return (await ec2.send(command)).Unsuccessful;
  });
  // A VPC that was deleted after it was listed needs none.
  const told = refusals.filter(({ code }) => !/^InvalidVpcI[dD]\.NotFound$/.test(code));
  return { count: vpcIds.length - refusals.length, refusals: told };
}

/** Deletes flow logs, as far as they are there. */
export async function deleteFlowLogs(ec2: Ec2, ids: readonly string[]): Promise<Refusal[]> {
  const refusals = await oneByOne(ids, async (FlowLogIds) => {
    const command = new DeleteFlowLogsCommand({ FlowLogIds });
    return (await ec2.send(command)).Unsuccessful;
  });
  return refusals.filter(({ code }) => code !== 'InvalidFlowLogId.NotFound');
}

async function oneByOne(
  ids: readonly string[],
  call: (ids: string[]) => Promise<UnsuccessfulItem[] | undefined>,
): Promise<Refusal[]> {
  try {
    const items = (await call([...ids])) ?? [];
    return items.map(({ ResourceId = '', Error: { Code = '', Message = '' } = {} }) => ({
      id: ResourceId,
      code: Code,
      message: Message,
    }));
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    if (ids.length === 1) {
      return [{ id: ids[0] as string, code: error.name, message: error.message }];
    }
    const refusals: Refusal[] = [];
    for (const id of ids) {
      refusals.push(...(await oneByOne([id], call)));
    }
    return refusals;
  }
}

const THROTTLED = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'];

export const isThrottled = (error: unknown): boolean => isNamed(error, ...THROTTLED);
