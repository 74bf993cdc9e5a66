import path from 'node:path';
import type { YamlFile } from 'ofn-rehearse';
import { parseYaml, parseYamlText } from 'ofn-rehearse';
import { isMap } from '../../organization/organization-file.ts';
import { accountsOf, type Chart, type ReadText, regionsOf } from './chart.ts';
import { CopiedValue, evaluate, FileText, type Scope, Unresolved } from './intrinsics.ts';
import { type StackTask, stackTasks, textIn, withIds } from './tasks.ts';

/** A stack that a deployment creates or updates. */
export interface WantedStack {
  readonly capability: string;
  readonly stackName: string;
  readonly accountId: string;
  readonly region: string;
  /** Those whose condition holds, or may hold. */
  readonly resources: readonly WantedResource[];
  /** What its parameters copy from exports of other stacks. */
  readonly copies: readonly CopiedValue[];
}

export interface WantedResource {
  readonly logicalId: string;
  readonly type: string;
  /** False when it depends on a condition that only the deployment knows. */
  readonly isCertain: boolean;
  /** Whether there is one for each account of a binding, named by the account's id after its own. */
  readonly isRepeated: boolean;
  /** Whether it stays when its stack is deleted. */
  readonly outlives: boolean;
  /** The names of the properties that are set. */
  readonly properties: readonly string[];
  /**
   * @param known Optional. What only a deployed stack knows; without it that is unresolved
   * @returns a property, or the reason that only the deployment knows it
   */
  readonly property: (name: string, known?: Known) => unknown;
}

/** What only a deployed stack knows. */
export interface Known {
  /** What `!GetAtt` gives of a resource of the same stack; without an attribute, what `!Ref` gives. */
  readonly attribute: (logicalId: string, attribute: string | undefined) => unknown;
  /** Optional. Values of the stack's parameters, in place of those that the task gives. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Optional. What an export has; undefined when there is none. */
  readonly copied?: (value: CopiedValue) => string | undefined;
}

/** Everything that is to be deployed. */
export interface Deployment {
  readonly tasksFile: string;
  readonly chart: Chart;
  readonly read: ReadText;
}

/**
 * The stacks of a deployment, in the accounts that exist, from its task files and templates.
 *
 * @throws Problem when a file is not YAML
 */
export function* stacksOf({ tasksFile, chart, read }: Deployment): Generator<WantedStack> {
  for (const task of stackTasks(tasksFile, chart, read)) {
    const template = new Template(task.template(), chart, read);
    for (const place of placesOf(task, chart)) {
      const target = { ...place, stackName: task.stackName, parameters: task.parameters };
      const stack = { ...template.stack(target), capability: task.capability };
      yield stack;
      yield* stackSetStacks(stack, template.file, { chart, read });
    }
  }
}

/** The accounts and regions of a task. Accounts that are still to be made have nothing yet. */
function* placesOf(
  { binding }: StackTask,
  chart: Chart,
): Generator<{ accountId: string; region: string }> {
  for (const name of accountsOf(chart, binding)) {
    const accountId = chart.accounts.get(name)?.id;
    for (const region of accountId === undefined ? [] : regionsOf(binding)) {
      yield { accountId: accountId as string, region };
    }
  }
}

interface Target {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const section = (yaml: YamlFile, name: string): Record<string, unknown> => {
  const value = yaml.value[name];
  return isMap(value) ? value : {};
};

class Template {
  readonly file: string;
  readonly #yaml: YamlFile;
  readonly #chart: Chart;
  readonly #read: ReadText;

  constructor(yaml: YamlFile, chart: Chart, read: ReadText) {
    this.file = yaml.file;
    this.#yaml = yaml;
    this.#chart = chart;
    this.#read = read;
  }

  stack(target: Target): Omit<WantedStack, 'capability'> {
    const scope = this.#scope(target);
    const resources = Object.entries(section(this.#yaml, 'Resources')).flatMap(
      ([logicalId, resource]) => {
        const declared = isMap(resource) ? resource : {};
        const { Type, Condition, ForeachAccount, Properties, DeletionPolicy } = declared;
        const isThere = Condition === undefined || scope.condition(String(Condition));
        const properties = isMap(Properties) ? Properties : {};
        const property = (name: string, known?: Known) =>
          known
            ? withIds(this.#chart, evaluate(properties[name], this.#scope(target, known)))
            : evaluate(properties[name], scope);
        const given = { properties: Object.keys(properties), property };
        const isRepeated = ForeachAccount !== undefined;
        const isCertain = isThere === true && !isRepeated;
        const outlives = String(DeletionPolicy).startsWith('Retain');
        const known = { logicalId, type: String(Type), isCertain, isRepeated, outlives };
        return isThere ? [{ ...known, ...given }] : [];
      },
    );
    const { accountId, region, stackName, parameters } = target;
    const copies = Object.values(parameters).filter((value) => value instanceof CopiedValue);
    return { stackName, accountId, region, resources, copies };
  }

  /** `Bucket` is what `!Ref` names, `Bucket.Arn` what `!GetAtt` does. Ref of a bus is its name. */
  #ref(name: string, scope: Scope, known?: Known): unknown {
    const [logicalId = '', ...attribute] = name.split('.');
    const resource = section(this.#yaml, 'Resources')[logicalId];
    if (!isMap(resource)) {
      return new Unresolved(`Ref of ${name}`);
    }
    if (known) {
      return known.attribute(logicalId, attribute.length > 0 ? attribute.join('.') : undefined);
    }
    const { Type, Properties } = resource;
    return Type === 'AWS::Events::EventBus' && attribute.length === 0 && isMap(Properties)
      ? evaluate(Properties['Name'], scope)
      : new Unresolved(`Ref of ${name}`);
  }

  #scope({ accountId, region, stackName, parameters }: Target, known?: Known): Scope {
    const chart = this.#chart;
    const declared = section(this.#yaml, 'Parameters');
    const conditions = section(this.#yaml, 'Conditions');
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::Region': region,
      'AWS::StackName': stackName,
      'AWS::Partition': chart.partition,
      'AWS::URLSuffix': urlSuffixOf(chart),
      'ORG::PrincipalOrgID': chart.organizationId,
    };
    const scope: Scope = {
      reference: (name) => {
        const parameter = declared[name];
        if (isMap(parameter)) {
          const given = known?.parameters?.[name] ?? parameters[name];
          const copied = given instanceof CopiedValue ? known?.copied?.(given) : undefined;
          const text = textIn(chart, copied ?? given ?? parameter['Default']);
          const isList = /List/.test(String(parameter['Type']));
          return isList && typeof text === 'string' ? text.split(',') : text;
        }
        if (name === 'AWS::NoValue') {
          return undefined;
        }
        return (
          pseudo[name] ?? (chart.accounts.has(name) ? { Ref: name } : this.#ref(name, scope, known))
        );
      },
      condition: (name) => {
        const holds = evaluate(conditions[name], scope);
        return typeof holds === 'boolean' ? holds : new Unresolved(`condition ${name}`);
      },
      text: (value) => textIn(chart, value),
      include: (relative) => {
        const file = path.join(path.dirname(this.file), relative);
        return evaluate(parseYamlText(file, this.#read(file)).value, scope);
      },
      md5: (file) => new Unresolved(`the MD5 of ${file}`),
      mappings: section(this.#yaml, 'Mappings'),
    };
    return scope;
  }
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const urlSuffixOf = ({ partition }: Chart): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';

/** A StackSet's stacks have an id in their name that AWS makes up. */
export const stackSetStackName = (stackSetName: string): string => `StackSet-${stackSetName}`;

/**
 * The stacks of StackSets whose template is a file: in every active account but the management
 * account, where this project's harvester deploys them.
 */
function* stackSetStacks(
  stack: WantedStack,
  templateFile: string,
  { chart, read }: Pick<Deployment, 'chart' | 'read'>,
): Generator<WantedStack> {
  for (const { type, property } of stack.resources) {
    const body = type === 'AWS::CloudFormation::StackSet' && property('TemplateBody');
    if (!(body instanceof FileText)) {
      continue;
    }
    const file = path.join(path.dirname(templateFile), body.path);
    const template = new Template(parseYaml(file, read(file)), chart, read);
    const parameters = Object.fromEntries(
      (property('Parameters') as Record<string, unknown>[]).map(
        ({ ParameterKey, ParameterValue }) => [String(ParameterKey), ParameterValue],
      ),
    );
    const stackName = stackSetStackName(String(property('StackSetName')));
    for (const { id, state } of chart.listed) {
      if (state === 'ACTIVE' && id !== stack.accountId) {
        const target = { accountId: id, region: stack.region, stackName, parameters };
        yield { ...template.stack(target), capability: stack.capability };
      }
    }
  }
}
