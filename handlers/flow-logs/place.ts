import {
  DescribeFlowLogsCommand,
  DescribeVpcsCommand,
  type FlowLog,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { collect } from '../../lambda/paging.ts';
import { createFlowLogs, deleteFlowLogs, type Ec2 } from './create.ts';
import { exchange, lacksRoom, type Tools } from './exchange.ts';
import { keyOf, type Place, planOf, removable, type Wanted } from './flow-logs.ts';
import type { Settings } from './settings.ts';

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html
const MaxResults = 1000;
// Fewer than the 1000 that a call accepts: a call that EC2 refuses is repeated VPC by VPC.
const BATCH = 25;

export interface Converged {
  created: number;
  removed: number;
  /** What EC2 refuses; all else has converged. */
  refused: string[];
  /** False when the time did not suffice. */
  isFinished: boolean;
}

/**
 * Creates the wanted flow logs of every VPC of a place, and then removes those of ours that are not
 * wanted: a VPC that has a flow log keeps one, whatever EC2 refuses. Where EC2 takes the new one only
 * instead of the old, they are exchanged one VPC at a time. Writes nothing if all have converged.
 */
export async function convergePlace(
  tools: Tools,
  place: Place,
  settings: Settings,
): Promise<Converged> {
  const { ec2, log } = tools;
  const { vpcs, flowLogs } = await read(ec2);
  const { create, outdated } = planOf(vpcs, flowLogs, settings, place);
  const lacking = new Set(
    create.flatMap(({ wanted, vpcIds }) => vpcIds.map((id) => keyOf(id, wanted))),
  );
  const done: Converged = { created: 0, removed: 0, refused: [], isFinished: true };
  const exchanged = new Set<string>();
  for (const { wanted, vpcIds } of create) {
    for (const batch of batchesOf(vpcIds)) {
      await createBatch(tools, { wanted, batch, lacking, exchanged, done }, settings, place);
    }
  }
  const leaving = removable(outdated, lacking, settings, place).filter(
    ({ FlowLogId = '' }) => !exchanged.has(FlowLogId),
  );
  for (const batch of batchesOf(leaving.map(({ FlowLogId = '' }) => FlowLogId))) {
    const refusals = await deleteFlowLogs(ec2, batch);
    done.removed += batch.length - refusals.length;
    done.refused.push(...refusals.map(({ id, code, message }) => `${id}: ${code}: ${message}`));
  }
  if (done.created > 0 || done.removed > 0 || done.refused.length > 0) {
    const { accountId, region } = place;
    const { created, removed, refused } = done;
    const counts = { vpcs: vpcs.length, created, removed, refused: refused.length };
    log({ message: 'Converged flow logs', action: 'converge', accountId, region, ...counts });
  }
  return done;
}

interface Work {
  wanted: Wanted;
  batch: string[];
  /** The VPCs and destinations to do. */
  lacking: Set<string>;
  /** Ids of flow logs that made room for others. */
  exchanged: Set<string>;
  done: Converged;
}

async function createBatch(
  tools: Tools,
  { wanted, batch, lacking, exchanged, done }: Work,
  settings: Settings,
  place: Place,
): Promise<void> {
  if (!tools.hasTime()) {
    done.isFinished = false;
    return;
  }
  const { count, refusals } = await createFlowLogs(tools.ec2, wanted, batch);
  done.created += count;
  const refused = new Set(refusals.map(({ id }) => id));
  for (const vpcId of batch.filter((id) => !refused.has(id))) {
    lacking.delete(keyOf(vpcId, wanted));
  }
  for (const refusal of refusals) {
    if (!tools.hasTime()) {
      done.isFinished = false;
      return;
    }
    const { reason, removed } = lacksRoom(refusal)
      ? await exchange(tools, refusal, wanted, settings, place)
      : { reason: `${refusal.code}: ${refusal.message}`, removed: undefined };
    if (removed) {
      exchanged.add(removed);
    }
    if (reason) {
      done.refused.push(`${keyOf(refusal.id, wanted)}: ${reason}`);
      continue;
    }
    done.created += removed ? 1 : 0;
    lacking.delete(keyOf(refusal.id, wanted));
  }
}

async function read(ec2: Ec2): Promise<{ vpcs: Vpc[]; flowLogs: FlowLog[] }> {
  const vpcs = await collect<Vpc>(async (NextToken) => {
    const page = await ec2.send(new DescribeVpcsCommand({ MaxResults, NextToken }));
    return { items: page.Vpcs, next: page.NextToken };
  });
  const flowLogs = await collect<FlowLog>(async (NextToken) => {
    const page = await ec2.send(new DescribeFlowLogsCommand({ MaxResults, NextToken }));
    return { items: page.FlowLogs, next: page.NextToken };
  });
  return { vpcs, flowLogs };
}

function batchesOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}
