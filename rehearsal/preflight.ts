import { existsSync } from 'node:fs';
import { Problem } from './problem.ts';
import { fileOf, type Task, tasksOf } from './tasks-file.ts';
import { problemAt, readYaml, type YamlFile } from './yaml.ts';

// What org-formation 1.0.17 accepts. Its own check of attributes is in
// perform-tasks alone, and covers neither include nor update-organization.
const common = ['Type', 'DependsOn', 'Skip', 'LogVerbose', 'ForceDeploy', 'TaskRoleName'];
const attributes: Readonly<Record<string, readonly string[]>> = {
  'update-stacks': [
    ...['Template', 'StackName', 'StackDescription', 'Parameters', 'TemplatingContext'],
    ...['StackPolicy', 'Tags', 'TerminationProtection', 'UpdateProtection'],
    ...['DisableStackRollbacks', 'DefaultOrganizationBinding', 'DefaultOrganizationBindingRegion'],
    ...['OrganizationBindings', 'CloudFormationRoleName', 'TaskViaRoleArn'],
    ...['MaxConcurrentStacks', 'FailedStackTolerance', 'DeletionProtection'],
    ...['OrganizationBinding', 'OrganizationBindingRegion', 'OrganizationFile'],
  ],
  include: ['Path', 'Parameters', 'MaxConcurrentTasks', 'FailedTaskTolerance', 'TemplatingContext'],
  'update-organization': ['Template', 'TemplatingContext'],
  'annotate-organization': [
    ...['DefaultOrganizationAccessRoleName', 'ExcludeAccounts', 'AccountMapping'],
    ...['OrganizationalUnitMapping', 'TemplatingContext'],
  ],
  'copy-to-s3': [
    ...['LocalPath', 'RemotePath', 'OrganizationBinding', 'ZipBeforePut'],
    ...['ServerSideEncryption', 'TemplatingContext'],
  ],
  'register-type': [
    ...['SchemaHandlerPackage', 'ResourceType', 'OrganizationBinding', 'ExecutionRole'],
    ...['MaxConcurrentTasks', 'FailedTaskTolerance', 'Path', 'RoleArn'],
  ],
};
// Their attributes are their own tools': org-formation checks them.
const otherTypes = ['update-cdk', 'update-serverless.com', 'apply-tf'];

/** What the checks need to know of the organization. */
export interface Known {
  readonly organizationFile: string;
  /** undefined when only AWS knows: annotate-organization. */
  readonly logicalNames: ReadonlySet<string> | undefined;
  readonly regions: ReadonlySet<string>;
}

/**
 * Reads every task file and template before anything starts, and checks what
 * org-formation would notice late, or never.
 *
 * @throws Problem for the first thing that is wrong
 */
export function checkTasks(root: YamlFile, known: Known, read = readYaml): void {
  const seen = new Set<string>();
  const visit = (yaml: YamlFile): void => {
    if (seen.has(yaml.file)) {
      return;
    }
    seen.add(yaml.file);
    const tasks = tasksOf(yaml);
    checkBindings(yaml, yaml.value.OrganizationBindings, ['OrganizationBindings'], known);
    for (const task of tasks) {
      checkTask(task, tasks);
      checkTaskBindings(task, known);
      const include = task.type === 'include' ? followed(task, 'Path') : undefined;
      const template = task.type === 'update-stacks' ? followed(task, 'Template') : undefined;
      const included = include && readUnlessRendered(task, include, read);
      if (included) {
        visit(included);
      }
      if (template && !seen.has(template)) {
        seen.add(template);
        const yaml = readUnlessRendered(task, template, read);
        if (yaml) {
          checkTemplate(yaml, known);
        }
      }
    }
  };
  visit(root);
}

/** The file that a task names, which must be there. */
function followed(task: Task, attribute: string): string | undefined {
  const file = fileOf(task, attribute);
  if (file && !existsSync(file)) {
    throw problemAt(task.yaml, [task.name, attribute], {
      cause: `task ${task.name} names ${String(task.attributes[attribute])}, and there is no such file`,
      remedy: `give ${attribute} a path relative to ${task.yaml.file}`,
    });
  }

  return file;
}

/** A text template need not be YAML before org-formation has rendered it. */
function readUnlessRendered(task: Task, file: string, read: typeof readYaml): YamlFile | undefined {
  try {
    return read(file);
  } catch (error) {
    if (error instanceof Problem && task.attributes.TemplatingContext !== undefined) {
      return undefined;
    }
    throw error;
  }
}

function checkTask(task: Task, siblings: readonly Task[]): void {
  const allowed = attributes[task.type];
  if (!allowed) {
    if (otherTypes.includes(task.type)) {
      return;
    }
    throw problemAt(task.yaml, [task.name, 'Type'], {
      cause: `task ${task.name} has the unknown Type '${task.type}'`,
      remedy: `use one of ${[...Object.keys(attributes), ...otherTypes].join(', ')}`,
    });
  }
  const unknown = Object.keys(task.attributes).find(
    (name) => !allowed.includes(name) && !common.includes(name),
  );
  if (unknown) {
    throw problemAt(task.yaml, [task.name, unknown], {
      cause: `task ${task.name} has the unknown attribute ${unknown}`,
      remedy: `${task.type} has ${[...allowed, ...common.slice(1)].join(', ')}`,
    });
  }
  const missing = task.dependsOn.find((name) => siblings.every((other) => other.name !== name));
  if (missing) {
    throw problemAt(task.yaml, [task.name, 'DependsOn'], {
      cause: `task ${task.name} depends on ${missing}, which is no task of this file`,
      remedy: `name one of ${siblings.map(({ name }) => name).join(', ')}`,
    });
  }
}

function checkTaskBindings(task: Task, known: Known): void {
  const { yaml, name } = task;
  for (const attribute of ['OrganizationBinding', 'DefaultOrganizationBinding']) {
    checkBinding(yaml, task.attributes[attribute], [name, attribute], known);
  }
  const path = [name, 'OrganizationBindings'];
  checkBindings(yaml, task.attributes.OrganizationBindings, path, known);
}

function checkTemplate(yaml: YamlFile, known: Known): void {
  checkBindings(yaml, yaml.value.OrganizationBindings, ['OrganizationBindings'], known);
  for (const [id, resource] of Object.entries(asMap(yaml.value.Resources))) {
    for (const attribute of ['OrganizationBinding', 'ForeachAccount', 'Foreach']) {
      const path = ['Resources', id, attribute];
      checkBinding(yaml, asMap(resource)[attribute], path, known);
    }
  }
}

function checkBindings(yaml: YamlFile, bindings: unknown, path: string[], known: Known): void {
  for (const [name, binding] of Object.entries(asMap(bindings))) {
    checkBinding(yaml, binding, [...path, name], known);
  }
}

const accountAttributes = ['Account', 'ExcludeAccount'] as const;
const unitAttributes = ['OrganizationalUnit', 'ExcludeOrganizationalUnit'] as const;

function checkBinding(yaml: YamlFile, binding: unknown, path: string[], known: Known): void {
  const parameters = asMap(yaml.value.Parameters);
  for (const attribute of [...accountAttributes, ...unitAttributes]) {
    for (const value of [asMap(binding)[attribute] ?? []].flat()) {
      const name = asMap(value).Ref;
      const isParameter = typeof name === 'string' && (name in parameters || '<<' in parameters);
      if (typeof name !== 'string' || isParameter || isRendered(name)) {
        continue;
      }
      if (known.logicalNames && !known.logicalNames.has(name)) {
        throw problemAt(yaml, [...path, attribute], {
          cause: `${path.join('.')} binds to ${name}, which is not in ${known.organizationFile}`,
          remedy: `declare it there, or bind to one of ${[...known.logicalNames].join(', ')}`,
        });
      }
    }
  }
  for (const region of [asMap(binding).Region ?? []].flat()) {
    checkRegion(yaml, region, [...path, 'Region'], known.regions);
  }
}

/** @throws Problem when AWS has no region of that name */
export function checkRegion(
  yaml: YamlFile,
  region: unknown,
  path: string[],
  regions: ReadonlySet<string>,
): void {
  if (typeof region === 'string' && !regions.has(region) && !isRendered(region)) {
    throw problemAt(yaml, path, {
      cause: `${path.join('.')} names the region '${region}', which AWS has not got`,
      remedy: `use one of ${[...regions].sort().join(', ')}`,
    });
  }
}

/** The regions that a parameters file sets. */
export function checkParameters(yaml: YamlFile, regions: ReadonlySet<string>): void {
  for (const key of ['homeRegion', 'governedRegions']) {
    for (const region of [yaml.value[key] ?? []].flat()) {
      checkRegion(yaml, region, [key], regions);
    }
  }
}

/** What a TemplatingContext fills in. */
const isRendered = (text: string): boolean => /\{[{%]/.test(text);

const asMap = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
