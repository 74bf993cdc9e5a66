import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '../plan.ts';
import { fileOf, type Task } from '../tasks-file.ts';
import { parseYaml, readYaml } from '../yaml.ts';
import type { Changes } from './messages.ts';
import { filesFrom, namedFiles } from './references.ts';

/** What a change of files concerns. */
export interface Touched {
  /** The root tasks to perform. */
  readonly tasks: readonly Task[];
  /** Every task, since what all of them rely on has changed. */
  readonly everything: boolean;
}

/** The files of a plan: those of each root task, and those that concern all of them. */
export interface PlanFiles {
  readonly common: ReadonlySet<string>;
  readonly ofTask: ReadonlyMap<Task, ReadonlySet<string>>;
}

/** Finds the files of a plan. What lies in the folder of an included task file belongs to it. */
export function filesOfPlan({ tasks, rootTasks, organizationFile, organization }: Plan): PlanFiles {
  const root = path.resolve(tasks.file);
  const ofTask = new Map(rootTasks.map((task) => [task, filesOfTask(task)]));
  const ofTasks = new Set([...ofTask.values()].flatMap((files) => [...files]));
  const named = namedFiles(readFileSync(root, 'utf8'), path.dirname(root));
  const others = [organizationFile, organization.file, ...named].flatMap((file) => [
    ...filesFrom(file),
  ]);

  return { common: new Set([root, ...others.filter((file) => !ofTasks.has(file))]), ofTask };
}

function filesOfTask(task: Task): Set<string> {
  if (task.type === 'update-organization') {
    return new Set();
  }
  const file = fileOf(
    task,
    { include: 'Path', 'copy-to-s3': 'LocalPath' }[task.type] ?? 'Template',
  );
  const found = file === undefined ? new Set<string>() : filesFrom(file);
  const folder = file && path.resolve(path.dirname(file));
  if (task.type === 'include' && folder && folder !== path.resolve(path.dirname(task.yaml.file))) {
    filesFrom(folder, found);
  }

  return found;
}

/** What changed files concern. */
export function touchedBy(
  plan: Plan,
  { common, ofTask }: PlanFiles,
  { changed, everything, parametersBefore }: Changes,
): Touched {
  const parametersFile = plan.parameters && path.resolve(plan.parameters.file);
  const [parameters, others] = [true, false].map((wanted) =>
    changed.filter((file) => (file === parametersFile) === wanted),
  ) as [string[], string[]];
  const keys = [
    ...(parameters.length > 0 ? changedKeys(plan, parametersBefore) : []),
    ...keysOfFiles(plan, others),
  ];
  const takers = keys.map((key) => plan.rootTasks.filter((task) => takes(task, key)));
  const isCommon = others.some((file) => common.has(file));
  if (everything || isCommon || takers.some(({ length }) => length === 0)) {
    return { tasks: plan.rootTasks, everything: true };
  }
  const tasks = plan.rootTasks.filter(
    (task) =>
      others.some((file) => ofTask.get(task)?.has(file)) ||
      takers.some((taking) => taking.includes(task)),
  );

  return { tasks, everything: false };
}

/** The parameters that have another value than before. */
function changedKeys({ parameters }: Plan, before = '{}\n'): string[] {
  const now = parameters?.value ?? {};
  const then = parseYaml(parameters?.file ?? '', before).value;

  return [...new Set([...Object.keys(now), ...Object.keys(then)])].filter(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(then[key]),
  );
}

/** The parameters that name a file. */
function keysOfFiles({ parameters }: Plan, files: readonly string[]): string[] {
  const names = new Set(files.map((file) => path.basename(file)));

  return Object.entries(parameters?.value ?? {})
    .filter(([, value]) => typeof value === 'string' && names.has(path.basename(value)))
    .map(([key]) => key);
}

/** Whether a task file that is included declares a parameter. */
function takes(task: Task, key: string): boolean {
  const file = task.type === 'include' ? fileOf(task, 'Path') : undefined;
  const declared = file && readYaml(file).value.Parameters;

  return typeof declared === 'object' && declared !== null && key in declared;
}
