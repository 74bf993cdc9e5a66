import { existsSync } from 'node:fs';
import { attempt, inOrderOfFiles, type ProblemParts } from './problem.ts';
import { declaredIn, faultsOfInclude } from './task-parameters.ts';
import { fileOf, type Task, tasksOf } from './tasks-file.ts';
import { partsAt, readYaml, type YamlFile } from './yaml.ts';

// What org-formation 1.0.17 accepts. Its own check of attributes is in
// perform-tasks alone, and covers neither include nor update-organization.
const common = ['Type', 'DependsOn', 'Skip', 'LogVerbose', 'ForceDeploy', 'TaskRoleName'];
const attributes: Readonly<Record<string, readonly string[]>> = {
  'update-stacks': [
    'Template',
    'StackName',
    'StackDescription',
    'Parameters',
    'TemplatingContext',
    'StackPolicy',
    'Tags',
    'TerminationProtection',
    'UpdateProtection',
    'DisableStackRollbacks',
    'DefaultOrganizationBinding',
    'DefaultOrganizationBindingRegion',
    'OrganizationBindings',
    'CloudFormationRoleName',
    'TaskViaRoleArn',
    'MaxConcurrentStacks',
    'FailedStackTolerance',
    'DeletionProtection',
    'OrganizationBinding',
    'OrganizationBindingRegion',
    'OrganizationFile',
  ],
  include: ['Path', 'Parameters', 'MaxConcurrentTasks', 'FailedTaskTolerance', 'TemplatingContext'],
  'update-organization': ['Template', 'TemplatingContext'],
  'annotate-organization': [
    'DefaultOrganizationAccessRoleName',
    'ExcludeAccounts',
    'AccountMapping',
    'OrganizationalUnitMapping',
    'TemplatingContext',
  ],
  'copy-to-s3': [
    'LocalPath',
    'RemotePath',
    'OrganizationBinding',
    'ZipBeforePut',
    'ServerSideEncryption',
    'TemplatingContext',
  ],
  'register-type': [
    'SchemaHandlerPackage',
    'ResourceType',
    'OrganizationBinding',
    'ExecutionRole',
    'MaxConcurrentTasks',
    'FailedTaskTolerance',
    'Path',
    'RoleArn',
  ],
};
// Their attributes are their own tools': org-formation checks them.
const otherTypes = ['update-cdk', 'update-serverless.com', 'apply-tf'];

/** What the checks need to know of the organization. */
export interface Known {
  readonly organizationFile: string;
  /** undefined when only AWS knows: annotate-organization. */
  readonly logicalNames: ReadonlySet<string> | undefined;
  /** undefined when AWS has not been asked. */
  readonly regions: ReadonlySet<string> | undefined;
}

/**
 * Reads every task file and template before anything starts, and finds what org-formation would
 * notice late, or never.
 *
 * @returns all that is wrong, file by file, the root first
 */
export function faultsOfTasks(root: YamlFile, known: Known, read = readYaml): ProblemParts[] {
  const seen = new Set([root.file]);
  function* visit(yaml: YamlFile): Generator<ProblemParts> {
    const tasks = tasksOf(yaml);
    const shared = declaredByAny(tasks, read);
    yield* faultsOfBindings(yaml, yaml.value.OrganizationBindings, ['OrganizationBindings'], known);
    for (const task of tasks) {
      yield* faultsOfTask(task, tasks);
      yield* faultsOfTaskBindings(task, known);
      const attribute = { include: 'Path', 'update-stacks': 'Template' }[task.type];
      if (attribute === undefined) {
        continue;
      }
      yield* missingFile(task, attribute);
      const file = existing(task, attribute);
      if (file === undefined) {
        continue;
      }
      const { value: named, problems } = attempt(() => read(file));
      if (named && task.type === 'include') {
        yield* faultsOfInclude(task, named, shared);
      }
      if (seen.has(file)) {
        continue;
      }
      seen.add(file);
      if (named) {
        yield* task.type === 'include' ? visit(named) : faultsOfTemplate(named, known);
      } else if (task.attributes.TemplatingContext === undefined) {
        yield* problems;
      } // else: a text template need not be YAML before org-formation has rendered it
    }
  }
  const faults = [...visit(root)];
  return inOrderOfFiles(faults, [...seen]);
}

/** What the includes of a file declare together: one list of parameters is often given to all. */
function declaredByAny(tasks: readonly Task[], read: typeof readYaml): ReadonlySet<string> {
  const files = tasks
    .filter(({ type }) => type === 'include')
    .flatMap((task) => existing(task, 'Path') ?? []);
  const names = [...new Set(files)].flatMap((file) => {
    const { value } = attempt(() => read(file));
    return value ? [...declaredIn(value).keys()] : [];
  });
  return new Set(names);
}

/** The file that a task names, if it exists and ofn does not compute it. */
function existing(task: Task, attribute: string): string | undefined {
  const file = fileOf(task, attribute);
  return file && existsSync(file) ? file : undefined;
}

function* missingFile(task: Task, attribute: string): Generator<ProblemParts> {
  const file = fileOf(task, attribute);
  if (file && !existsSync(file)) {
    yield partsAt(task.yaml, [task.name, attribute], {
      cause: `task ${task.name} names ${String(task.attributes[attribute])}, and there is no such file`,
      remedy: `give ${attribute} a path relative to ${task.yaml.file}`,
    });
  }
}

function* faultsOfTask(task: Task, siblings: readonly Task[]): Generator<ProblemParts> {
  const allowed = attributes[task.type];
  if (!allowed) {
    if (otherTypes.includes(task.type)) {
      return;
    }
    yield partsAt(task.yaml, [task.name, 'Type'], {
      cause: `task ${task.name} has the unknown Type '${task.type}'`,
      remedy: `use one of ${[...Object.keys(attributes), ...otherTypes].join(', ')}`,
    });
    return;
  }
  for (const unknown of Object.keys(task.attributes)) {
    if (allowed.includes(unknown) || common.includes(unknown)) {
      continue;
    }
    yield partsAt(task.yaml, [task.name, unknown], {
      cause: `task ${task.name} has the unknown attribute ${unknown}`,
      remedy: `${task.type} has ${[...allowed, ...common.slice(1)].join(', ')}`,
    });
  }
  for (const missing of task.dependsOn) {
    if (siblings.some(({ name }) => name === missing)) {
      continue;
    }
    yield partsAt(task.yaml, [task.name, 'DependsOn'], {
      cause: `task ${task.name} depends on ${missing}, which is not a task of this file`,
      remedy: `name one of ${siblings.map(({ name }) => name).join(', ')}`,
    });
  }
}

function* faultsOfTaskBindings(task: Task, known: Known): Generator<ProblemParts> {
  const { yaml, name } = task;
  for (const attribute of ['OrganizationBinding', 'DefaultOrganizationBinding']) {
    yield* faultsOfBinding(yaml, task.attributes[attribute], [name, attribute], known);
  }
  const path = [name, 'OrganizationBindings'];
  yield* faultsOfBindings(yaml, task.attributes.OrganizationBindings, path, known);
}

function* faultsOfTemplate(yaml: YamlFile, known: Known): Generator<ProblemParts> {
  yield* faultsOfBindings(yaml, yaml.value.OrganizationBindings, ['OrganizationBindings'], known);
  for (const [id, resource] of Object.entries(asMap(yaml.value.Resources))) {
    for (const attribute of ['OrganizationBinding', 'ForeachAccount', 'Foreach']) {
      const path = ['Resources', id, attribute];
      yield* faultsOfBinding(yaml, asMap(resource)[attribute], path, known);
    }
  }
}

function* faultsOfBindings(
  yaml: YamlFile,
  bindings: unknown,
  path: string[],
  known: Known,
): Generator<ProblemParts> {
  for (const [name, binding] of Object.entries(asMap(bindings))) {
    yield* faultsOfBinding(yaml, binding, [...path, name], known);
  }
}

const accountAttributes = ['Account', 'ExcludeAccount'] as const;
const unitAttributes = ['OrganizationalUnit', 'ExcludeOrganizationalUnit'] as const;

function* faultsOfBinding(
  yaml: YamlFile,
  binding: unknown,
  path: string[],
  known: Known,
): Generator<ProblemParts> {
  const parameters = asMap(yaml.value.Parameters);
  for (const attribute of [...accountAttributes, ...unitAttributes]) {
    for (const value of [asMap(binding)[attribute] ?? []].flat()) {
      const name = asMap(value).Ref;
      const isParameter = typeof name === 'string' && (name in parameters || '<<' in parameters);
      if (typeof name !== 'string' || isParameter || isRendered(name)) {
        continue;
      }
      if (known.logicalNames && !known.logicalNames.has(name)) {
        yield partsAt(yaml, [...path, attribute], {
          cause: `${path.join('.')} binds to ${name}, which is not in ${known.organizationFile}`,
          remedy: `declare it there, or bind to one of ${[...known.logicalNames].join(', ')}`,
        });
      }
    }
  }
  for (const region of [asMap(binding).Region ?? []].flat()) {
    yield* unknownRegion(yaml, region, [...path, 'Region'], known.regions);
  }
}

/** A region that AWS does not have. */
export function* unknownRegion(
  yaml: Pick<YamlFile, 'file' | 'line'>,
  region: unknown,
  path: string[],
  regions: ReadonlySet<string> | undefined,
): Generator<ProblemParts> {
  if (regions && typeof region === 'string' && !regions.has(region) && !isRendered(region)) {
    yield partsAt(yaml, path, {
      cause: `${path.join('.')} names the region '${region}', which AWS has not got`,
      remedy: `use one of ${[...regions].sort().join(', ')}`,
    });
  }
}

/** What a TemplatingContext fills in. */
const isRendered = (text: string): boolean => /\{[{%]/.test(text);

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
