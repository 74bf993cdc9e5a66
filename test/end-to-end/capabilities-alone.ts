import { withoutTasks } from '../../scenarios/organizations/tasks.ts';

/** Capabilities that leave a bucket, a key, queues and a StackSet behind, and what they need. */
const performed = [
  'Organization',
  'Leaving',
  'Artifacts',
  'OrganizationAccess',
  'Alerts',
  'GuardDuty',
  'Findings',
  'SecurityReporting',
];

/** A task file with these capabilities alone. */
export function capabilitiesAlone(tasks: string): string {
  const all = [...tasks.matchAll(/^([A-Z]\w+):\n {2}Type: (?:include|update)/gm)];
  const names = all.map(([, name = '']) => name);
  return withoutTasks(
    tasks,
    names.filter((name) => !performed.includes(name)),
  );
}
