import path from 'node:path';
import type { Plan } from '../plan.ts';
import { fileOf, type Task } from '../tasks-file.ts';
import { parseYaml, readYaml } from '../yaml.ts';
import type { Changes } from './messages.ts';
import { filesFrom } from './references.ts';

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
export function filesOfPlan(plan: Plan): PlanFiles {
  const root = path.resolve(plan.tasks.file);
  const parameters = plan.parameters && path.resolve(plan.parameters.file);
  const ofTask = new Map(plan.rootTasks.map((task) => [task, filesOfTask(task, parameters)]));
  const ofTasks = new Set([...ofTask.values()].flatMap((files) => [...files]));
  const others = [plan.organizationFile, plan.organization.file].flatMap((file) => [
    ...filesFrom(file),
  ]);
  return { common: new Set([root, ...others.filter((file) => !ofTasks.has(file))]), ofTask };
}

/** But for the parameters file, whose keys show which tasks it concerns. */
function filesOfTask(task: Task, parametersFile: string | undefined): Set<string> {
  if (task.type === 'update-organization') {
    return new Set();
  }
  const found = new Set<string>();
  const file = fileOf(
    task,
    { include: 'Path', 'copy-to-s3': 'LocalPath' }[task.type] ?? 'Template',
  );
  const folder = path.resolve(path.dirname(task.yaml.file));
  const included = file && path.resolve(path.dirname(file));
  const named = namedIn(task.attributes)
    .map((name) => path.join(folder, name))
    .filter((one) => one !== parametersFile);
  // What lies beside the tasks of the root is not one capability's.
  const whole = task.type === 'include' && included && included !== folder ? [included] : [];
  for (const one of [...(file ? [file] : []), ...named, ...whole]) {
    filesFrom(one, found);
  }
  return found;
}

const readers = new Set(
  ['Include', 'ReadFile', 'MD5', 'MD5File', 'MD5Dir'].map((name) => `Fn::${name}`),
);

/** The files that functions of org-formation read, within a value. */
const namedIn = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        readers.has(key) && typeof inner === 'string' ? [inner] : namedIn(inner),
      )
    : [];

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
