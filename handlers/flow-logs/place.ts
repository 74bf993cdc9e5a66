import {
  CreateFlowLogsCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type FlowLog,
  type UnsuccessfulItem,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { isNamed } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import { NotCreatedError } from './errors.ts';
import { type Place, planOf, type Wanted } from './flow-logs.ts';
import type { Settings } from './settings.ts';

type Ec2 = Pick<EC2Client, 'send'>;

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html
const MaxResults = 1000;
// Fewer than the 1000 that a call accepts: EC2 reports failures resource by resource.
const BATCH = 100;
const EXISTS = 'FlowLogAlreadyExists';

/**
 * Creates the wanted flow logs of every VPC of a place, and removes those of ours that are not
 * wanted. Writes nothing if all have converged. Returns the number of flow logs that it created.
 *
 * @throws NotCreatedError when EC2 does not create one, with its reason
 */
export async function convergePlace(
  ec2: Ec2,
  place: Place,
  settings: Settings,
  log: Log,
): Promise<number> {
  const vpcs = await collect<Vpc>(async (NextToken) => {
    const page = await ec2.send(new DescribeVpcsCommand({ MaxResults, NextToken }));
    return { items: page.Vpcs, next: page.NextToken };
  });
  const flowLogs = await collect<FlowLog>(async (NextToken) => {
    const page = await ec2.send(new DescribeFlowLogsCommand({ MaxResults, NextToken }));
    return { items: page.FlowLogs, next: page.NextToken };
  });
  const { accountId, region } = place;
  const { create, remove } = planOf(vpcs, flowLogs, settings, place);
  // EC2 rejects a second flow log to the same destination, so the unwanted ones are removed first.
  await removeAll(ec2, remove);
  let created = 0;
  for (const { wanted, vpcIds } of create) {
    for (let start = 0; start < vpcIds.length; start += BATCH) {
      created += await createBatch(ec2, wanted, vpcIds.slice(start, start + BATCH));
    }
  }
  if (created > 0 || remove.length > 0) {
    const counts = { vpcs: vpcs.length, created, removed: remove.length };
    log({ message: 'Converged flow logs', action: 'converge', accountId, region, ...counts });
  }
  return created;
}

async function removeAll(ec2: Ec2, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += BATCH) {
    const FlowLogIds = ids.slice(start, start + BATCH);
    const { Unsuccessful } = await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));
    requireSuccess('delete', Unsuccessful, 'InvalidFlowLogId.NotFound');
  }
}

async function createBatch(ec2: Ec2, wanted: Wanted, ResourceIds: string[]): Promise<number> {
  try {
    const { FlowLogIds = [], Unsuccessful } = await ec2.send(
      new CreateFlowLogsCommand({ ...wanted, ResourceIds }),
    );
    requireSuccess('create', Unsuccessful, EXISTS);
    return FlowLogIds.length;
  } catch (error) {
    if (!isNamed(error, EXISTS)) {
      throw error;
    }
    return createOthers(ec2, wanted, ResourceIds);
  }
}

/** One that exists fails the whole batch: the others are created one by one. */
async function createOthers(ec2: Ec2, wanted: Wanted, vpcIds: readonly string[]): Promise<number> {
  if (vpcIds.length === 1) {
    return 0;
  }
  let created = 0;
  for (const vpcId of vpcIds) {
    created += await createBatch(ec2, wanted, [vpcId]);
  }
  return created;
}

function requireSuccess(
  verb: string,
  items: readonly UnsuccessfulItem[] | undefined,
  harmless: string,
): void {
  const failed = (items ?? []).filter((item) => item.Error?.Code !== harmless);
  if (failed.length === 0) {
    return;
  }
  const reasons = failed
    .slice(0, 5)
    .map((item) => `${item.ResourceId}: ${item.Error?.Code} ${item.Error?.Message}`);
  throw new NotCreatedError(
    `EC2 did not ${verb} ${failed.length} flow logs (${reasons.join('; ')}): ` +
      "fix the cause, such as the bucket's policy; the next sweep retries",
  );
}
