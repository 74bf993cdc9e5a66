import path from 'node:path';
import {
  attempt,
  declaredIn,
  didYouMean,
  fileOf,
  givenBy,
  nearest,
  partsAt,
  readYaml,
  type Task,
  tasksOf,
  type YamlFile,
} from 'ofn-rehearse';
import type { Parameter } from '../organization/parameters.ts';
import * as parameters from '../templates/parameters.ts';
import type { Faults } from './parameter.ts';

const catalogue: Readonly<Record<string, Parameter>> = parameters;

/** What the files that tasks name declare, and need. */
interface Declared {
  readonly names: Set<string>;
  /** Each with the file that needs it. */
  readonly needed: Map<string, string>;
  /** A file that is text until it is rendered may declare anything. */
  isComplete: boolean;
}

/**
 * Parameters that no capability declares, with the nearest that one does: org-formation ignores them,
 * and deploys the default. Then those that have no value: neither here nor by default.
 */
export function* faultsOfNames(yaml: YamlFile, tasks: YamlFile): Faults {
  const { names, needed, isComplete } = declaredBy(tasks, yaml.file);
  const known = new Set([...names, ...Object.keys(catalogue)]);
  const given = Object.keys(yaml.value).filter((key) => key !== '<<');
  const unknown = isComplete ? given.filter((key) => !known.has(key)) : [];
  for (const key of unknown) {
    yield partsAt(yaml, [key], {
      cause: `${key} is not a parameter of any capability, and would be ignored`,
      remedy: `${didYouMean(key, known)}the README of a capability lists its parameters; remove what none has`,
    });
  }
  // What is misspelt is reported once.
  const meant = unknown.map((key) => nearest(key, known));
  for (const [key, file] of '<<' in yaml.value ? [] : needed) {
    if (!(key in yaml.value) && !meant.includes(key)) {
      yield partsAt(yaml, [key], {
        cause: `${key} is not set, and ${file} needs it`,
        remedy: `add ${key}: ${valueFor(key)}`,
      });
    }
  }
}

/** Such as `securityAccount: !Ref SecurityAccount`. */
function valueFor(key: string): string {
  const { kind, constraintDescription = 'a value; its README describes it' } = catalogue[key] ?? {};
  return kind === 'accountId'
    ? `!Ref ${key.charAt(0).toUpperCase()}${key.slice(1)}, or the logical name that organization.yml has`
    : constraintDescription;
}

/** What the files declare to which tasks pass the parameters of a file, those included by them too. */
function declaredBy(tasks: YamlFile, parametersFile: string): Declared {
  // One that is given in its place has another path.
  const files = [
    parametersFile,
    path.join(path.dirname(tasks.file), 'organization-parameters.yml'),
  ];
  const found: Declared = { names: new Set(), needed: new Map(), isComplete: true };
  const visit = (task: Task): void => {
    const { included } = givenBy(task);
    const attribute = { include: 'Path', 'update-stacks': 'Template' }[task.type];
    const file = attribute && fileOf(task, attribute);
    if (included === undefined || file === undefined || !files.includes(included)) {
      return;
    }
    const { value } = attempt(() => readYaml(file));
    if (!value) {
      found.isComplete = false;
      return;
    }
    const { keys } = givenBy(task);
    for (const [name, { optional }] of declaredIn(value)) {
      found.names.add(name);
      // The ledger reads these accounts of the file alone, whatever a task file has by default.
      const isNeeded = !optional || catalogue[name]?.kind === 'accountId';
      if (isNeeded && !keys.includes(name) && !found.needed.has(name)) {
        found.needed.set(name, file);
      }
    }
    if (task.type === 'include') {
      tasksOf(value).forEach(visit);
    }
  };
  tasksOf(tasks).forEach(visit);
  return found;
}
