import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { parseDocument } from 'yaml';
import { listAccounts } from './accounts.ts';
import type { Stack } from './aws-types.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Something that stays when everything is removed. */
export interface Leftover {
  readonly type: string;
  readonly count: number;
}

/**
 * Leaves as README.md says: termination protection off, then one capability
 * after the other, from the last one up.
 *
 * @returns what stays, by resource type
 * @throws when a stack stays
 */
export async function tearDown(
  rehearsal: Rehearsal,
  say: (text: string) => void,
): Promise<Leftover[]> {
  say('termination protection off');
  const key = rehearsal.plan.options.config.parameters?.terminationProtection;
  const parameters = key === undefined ? {} : { [key]: false };
  await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));
  await removeStackSets(rehearsal, say);
  const { tasks, rootTasks } = rehearsal.plan;
  const text = readFileSync(tasks.file, 'utf8');
  const kept = rootTasks.filter(({ type }) => type.endsWith('-organization'));
  const toRemove = rootTasks.filter((task) => !kept.includes(task)).map(({ name }) => name);
  const removed = new Set<string>();
  while (removed.size < toRemove.length) {
    const last = toRemove.findLast((name) => !removed.has(name)) ?? '';
    removed.add(last);
    say(`remove ${last}`);
    const result = await rehearsal.perform({
      parameters,
      tasksText: withoutTasks(text, removed),
      cleanup: true,
    });
    await rehearsal.requireSuccess(result);
  }
  const stacks = (await rehearsal.aws.control('GET', '/stacks?deleted=true')) as Stack[];
  // What stands in a closed account goes with it.
  const accounts = await listAccounts(rehearsal.connection);
  const open = new Set(accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id));
  const left = stacks.filter(
    ({ status, account }) => status !== 'DELETE_COMPLETE' && open.has(account),
  );
  if (left.length > 0) {
    const names = left.map(({ name, account, region }) => `${name} in ${account}/${region}`);
    throw new Error(`expected no stack, got ${left.length}: ${names.slice(0, 5).join(', ')}`);
  }
  return leftovers(stacks);
}

/** CloudFormation deletes a StackSet only when it has no instances, and leaves those of its stack. */
async function removeStackSets(rehearsal: Rehearsal, say: (text: string) => void): Promise<void> {
  const { endpoint, credentials, homeRegion: region } = rehearsal.connection;
  const client = new CloudFormationClient({ endpoint, credentials, region });
  const organizations = new OrganizationsClient({ endpoint, credentials, region });
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const { Summaries = [] } = await client.send(new ListStackSetsCommand({ Status: 'ACTIVE' }));
  for (const { StackSetName } of Summaries) {
    say(`remove the instances of ${StackSetName}`);
    const { OperationId } = await client.send(
      new DeleteStackInstancesCommand({
        StackSetName,
        DeploymentTargets: { OrganizationalUnitIds: Roots.map(({ Id = '' }) => Id) },
        Regions: [region],
        RetainStacks: false,
      }),
    );
    const running = async (): Promise<boolean> => {
      const { StackSetOperation } = await client.send(
        new DescribeStackSetOperationCommand({ StackSetName, OperationId }),
      );
      return StackSetOperation?.Status === 'RUNNING';
    };
    while (await running()) {
      await delay(100);
    }
    await client.send(new DeleteStackSetCommand({ StackSetName }));
  }
}

function withoutTasks(text: string, names: ReadonlySet<string>): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  for (const name of names) {
    document.delete(name);
  }
  return document.toString();
}

function leftovers(stacks: readonly Stack[]): Leftover[] {
  const kept = stacks
    .flatMap(({ resources }) => resources)
    .filter(({ status }) => status === 'DELETE_SKIPPED');
  const byType = Map.groupBy(kept, ({ type }) => type);
  return [...byType]
    .map(([type, resources]) => ({ type, count: resources.length }))
    .sort((a, b) => a.type.localeCompare(b.type));
}
