import path from 'node:path';
import { didYouMean } from './nearest.ts';
import type { ProblemParts } from './problem.ts';
import type { Task } from './tasks-file.ts';
import { partsAt, type YamlFile } from './yaml.ts';

/** What a task gives to the file that it names. */
export interface Given {
  /** What the task gives by itself. */
  readonly keys: readonly string[];
  /** The file with further ones, if it includes one: `<<: !Include ./parameters.yml`. */
  readonly included: string | undefined;
}

export function givenBy({ attributes, yaml }: Task): Given {
  const { '<<': merged, ...own } = asMap(attributes.Parameters);
  const file = asMap(merged)['Fn::Include'];
  return {
    keys: Object.keys(own),
    included: typeof file === 'string' ? path.join(path.dirname(yaml.file), file) : undefined,
  };
}

/** The parameters that a task file declares; whether each may be left out. */
export function declaredIn(yaml: YamlFile): ReadonlyMap<string, { readonly optional: boolean }> {
  return new Map(
    Object.entries(asMap(yaml.value.Parameters)).map(([name, parameter]) => [
      name,
      { optional: 'Default' in asMap(parameter) },
    ]),
  );
}

/**
 * Parameters that an include gives and neither the included file nor another include declares, which
 * org-formation ignores, and those that it has to give.
 *
 * @param shared what the includes beside it declare, and it
 */
export function* faultsOfInclude(
  task: Task,
  file: YamlFile,
  shared: ReadonlySet<string>,
): Generator<ProblemParts> {
  const declared = declaredIn(file);
  const { keys, included } = givenBy(task);
  if (declared.has('<<')) {
    return;
  }
  for (const key of keys.filter((name) => !shared.has(name))) {
    yield partsAt(task.yaml, [task.name, 'Parameters', key], {
      cause: `task ${task.name} gives ${key}, which is not a parameter of ${file.file}`,
      remedy: `${didYouMean(key, declared.keys())}it has ${[...declared.keys()].join(', ') || 'none'}`,
    });
  }
  if (included !== undefined) {
    return; // What that file gives is checked as a whole.
  }
  for (const [name, { optional }] of declared) {
    if (!optional && !keys.includes(name)) {
      yield partsAt(task.yaml, [task.name, 'Parameters'], {
        cause: `task ${task.name} does not give ${name}, which ${file.file} needs`,
        remedy: `give ${name} in Parameters, or a Default where it is declared`,
      });
    }
  }
}

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
