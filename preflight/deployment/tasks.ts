import { createHash } from 'node:crypto';
import path from 'node:path';
import { nunjucksRender } from 'aws-organization-formation/dist/src/yaml-cfn/index.js';
import { parseYaml, parseYamlText, type Task, tasksOf, type YamlFile } from 'ofn-rehearse';
import { isMap } from '../../organization/organization-file.ts';
import { accountsOf, type Binding, type Chart, type ReadText } from './chart.ts';
import { evaluate, type Scope, Unresolved } from './intrinsics.ts';

/** A task that deploys stacks, with its settings in place. */
export interface StackTask {
  /** The folder of templates that it belongs to. */
  readonly capability: string;
  readonly binding: Binding;
  /** Those of org-formation: accounts are `{ Ref }` of their logical names. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly stackName: string;
  /** The template, as it is rendered. */
  readonly template: () => YamlFile;
}

/** The tasks of a root task file, and of all that it includes, that deploy stacks. */
export function* stackTasks(rootFile: string, chart: Chart, read: ReadText): Generator<StackTask> {
  const root = new TaskFile({ file: rootFile, chart, read, given: {}, context: undefined });
  yield* root.tasks(undefined);
}

interface TaskFileOptions {
  readonly file: string;
  readonly chart: Chart;
  readonly read: ReadText;
  /** The parameters that an include task passes. */
  readonly given: Readonly<Record<string, unknown>>;
  /** With one the text is rendered; without, org-formation reads it as it is. */
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/** The text of a file, rendered as org-formation does. */
function textOf({ file, read, context }: TaskFileOptions): string {
  const text = read(file);
  return context === undefined ? text : nunjucksRender(text, file, context);
}

class TaskFile {
  readonly #options: TaskFileOptions;
  readonly #yaml: YamlFile;
  readonly #scope: Scope;

  constructor(options: TaskFileOptions) {
    this.#options = options;
    this.#yaml = parseYaml(options.file, textOf(options));
    this.#scope = scopeOf(options, this.#yaml);
  }

  *tasks(capability: string | undefined): Generator<StackTask> {
    for (const task of tasksOf(this.#yaml)) {
      if (evaluate(task.attributes['Skip'], this.#scope) === true) {
        continue;
      }
      switch (task.type) {
        case 'include':
          yield* this.#include(task, capability);
          break;
        case 'update-stacks':
          yield this.#stacks(task, capability ?? task.name);
          break;
      }
    }
  }

  *#include(task: Task, capability: string | undefined): Generator<StackTask> {
    const file = path.join(path.dirname(this.#options.file), this.#text(task, 'Path'));
    const included = new TaskFile({
      ...this.#options,
      file,
      given: this.#map(task, 'Parameters'),
      context: this.#context(task),
    });
    yield* included.tasks(capability ?? path.basename(path.dirname(file)));
  }

  #stacks(task: Task, capability: string): StackTask {
    const { file: taskFile } = this.#options;
    const context = this.#context(task);
    return {
      capability,
      binding: this.#map(task, 'DefaultOrganizationBinding'),
      parameters: this.#map(task, 'Parameters'),
      stackName: this.#text(task, 'StackName'),
      template: () => {
        const file = path.join(path.dirname(taskFile), this.#text(task, 'Template'));
        return parseYaml(file, textOf({ ...this.#options, file, context }));
      },
    };
  }

  #text(task: Task, attribute: string): string {
    const text = this.#scope.text(evaluate(task.attributes[attribute], this.#scope));
    if (text instanceof Unresolved) {
      throw new Error(`${task.yaml.file}: ${attribute} of ${task.name} is not known: ${text.why}`);
    }
    return text;
  }

  #map(task: Task, attribute: string): Record<string, unknown> {
    const value = evaluate(task.attributes[attribute], this.#scope);
    return isMap(value) ? value : {};
  }

  #context(task: Task): Record<string, unknown> | undefined {
    if (task.attributes['TemplatingContext'] === undefined) {
      return undefined;
    }
    const { chart } = this.#options;
    const bindings = evaluate(this.#yaml.value['OrganizationBindings'], this.#scope);
    return Object.fromEntries(
      Object.entries(this.#map(task, 'TemplatingContext')).map(([key, value]) => {
        const [, name] = /^Fn::EnumTargetAccounts (\S+)$/.exec(String(value)) ?? [];
        const binding = name !== undefined && isMap(bindings) && bindings[name];
        return [
          key,
          isMap(binding) ? accountsOf(chart, binding).map(contextAccount(chart)) : value,
        ];
      }),
    );
  }
}

/** An account as a TemplatingContext has it. */
const contextAccount =
  ({ accounts }: Chart) =>
  (LogicalId: string) => {
    const { id, name, email } = accounts.get(LogicalId) ?? {};
    return { LogicalId, AccountId: id, AccountName: name, RootEmail: email };
  };

function scopeOf(options: TaskFileOptions, yaml: YamlFile): Scope {
  const { chart, given, file } = options;
  const declared = yaml.value['Parameters'];
  const defaults = isMap(declared) ? declared : {};
  const known: Record<string, unknown> = {
    'AWS::Partition': chart.partition,
    'ORG::PrincipalOrgID': chart.organizationId,
  };
  const scope: Scope = {
    reference: (name) => {
      const parameter = defaults[name];
      if (isMap(parameter)) {
        return given[name] ?? evaluate(parameter['Default'], scope);
      }
      return known[name] ?? { Ref: name };
    },
    condition: (name) => new Unresolved(`condition ${name}`),
    text: (value) => textIn(chart, value),
    include: (relative) => {
      const included = path.join(path.dirname(file), relative);
      return evaluate(parseYamlText(included, textOf({ ...options, file: included })).value, scope);
    },
    md5: (relative) => md5Of(path.join(path.dirname(file), relative), options.read),
    mappings: isMap(yaml.value['Mappings']) ? yaml.value['Mappings'] : {},
  };
  return scope;
}

/** A value as text, where accounts are given as `{ Ref }`. */
export function textIn(chart: Chart, value: unknown): string | Unresolved {
  if (value instanceof Unresolved) {
    return value;
  }
  if (isMap(value)) {
    const name = String(value['Ref']);
    return chart.accounts.get(name)?.id ?? new Unresolved(`the id of ${name}`);
  }
  return String(value ?? '');
}

/** A value with the ids of accounts in place of `{ Ref }`, however deep they are. */
export function withIds(chart: Chart, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => withIds(chart, item));
  }
  if (!isMap(value) || value instanceof Unresolved) {
    return value;
  }
  const entries = Object.entries(value);
  return entries.length === 1 && chart.accounts.has(String(value['Ref']))
    ? textIn(chart, value)
    : Object.fromEntries(entries.map(([key, item]) => [key, withIds(chart, item)]));
}

function md5Of(file: string, read: ReadText): string | Unresolved {
  try {
    return createHash('md5').update(read(file)).digest('hex');
  } catch {
    // Functions are bundled just before a deployment: without npm run build there is no such file.
    return new Unresolved(`the MD5 of ${file}`);
  }
}
