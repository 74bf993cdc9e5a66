import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { Stack } from './embedded-aws.ts';
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
  const parameters = { terminationProtection: false };
  await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));
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
  const left = stacks.filter(({ status }) => status !== 'DELETE_COMPLETE');
  if (left.length > 0) {
    const names = left.map(({ name, account, region }) => `${name} in ${account}/${region}`);
    throw new Error(`expected no stack, got ${left.length}: ${names.slice(0, 5).join(', ')}`);
  }

  return leftovers(stacks);
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
