import path from 'node:path';
import type { YamlFile } from './yaml.ts';

/** A task, and the file that it stands in. */
export interface Task {
  readonly name: string;
  readonly type: string;
  readonly dependsOn: string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly yaml: YamlFile;
}

const sections = new Set(['Parameters', 'Mappings', 'OrganizationBindings', 'Definitions']);

/** The tasks of one file, not those of its includes. */
export function tasksOf(yaml: YamlFile): Task[] {
  return Object.entries(yaml.value)
    .filter(([name]) => !sections.has(name))
    .map(([name, value]) => {
      const attributes = (typeof value === 'object' && value !== null ? value : {}) as Record<
        string,
        unknown
      >;
      return {
        name,
        type: String(attributes.Type ?? ''),
        dependsOn: [attributes.DependsOn ?? []].flat().map(String),
        attributes,
        yaml,
      };
    });
}

/** The file that an attribute names, or undefined when ofn computes it. */
export function fileOf(task: Task, attribute: string): string | undefined {
  const value = task.attributes[attribute];
  return typeof value === 'string' && !/^(s3|https):|\{[{%]/.test(value)
    ? path.join(path.dirname(task.yaml.file), value)
    : undefined;
}

/** The file of the organization that a root task file names. */
export function organizationFileOf(tasks: readonly Task[]): string | undefined {
  const [task] = tasks.filter(({ type }) => type === 'update-organization');
  return task && fileOf(task, 'Template');
}

/**
 * The root tasks that a glob names (`GuardDuty` or `guard-duty`), with all that
 * they depend on: one capability needs what comes before it.
 *
 * @returns none when the glob names no task
 */
export function withDependencies(tasks: readonly Task[], glob: string): Task[] {
  const wanted = new Set<Task>();
  const add = (task: Task): void => {
    if (!wanted.has(task)) {
      wanted.add(task);
      tasks.filter(({ name }) => task.dependsOn.includes(name)).forEach(add);
    }
  };
  const named = tasks.filter(
    ({ name }) => path.matchesGlob(name, glob) || path.matchesGlob(kebabCase(name), glob),
  );
  named.forEach(add);
  if (named.length > 0) {
    tasks.filter(({ type }) => type.endsWith('-organization')).forEach(add);
  }
  return tasks.filter((task) => wanted.has(task));
}

/** ofn's `--match` pattern for some root tasks and all that they include. */
export function matchPattern(tasks: readonly Task[]): string {
  const patterns = tasks.map(({ name, type }) => (type === 'include' ? `${name}/**` : name));

  // A brace with a single choice is literal text.
  return patterns.length === 1 ? (patterns[0] ?? '') : `{${patterns.join(',')}}`;
}

/** `GuardDuty` is the task of the capability `guard-duty`. */
export const kebabCase = (name: string): string =>
  name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase();
