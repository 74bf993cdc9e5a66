import { statSync } from 'node:fs';
import path from 'node:path';
import { type ProblemParts, partsAt, type YamlFile } from 'ofn-rehearse';

/** Why a value can't be deployed, and what to give instead. */
export interface Fault {
  readonly cause: string;
  readonly remedy: string;
}

export type FaultOf = (value: unknown) => Fault | undefined;

/** All that a check finds; nothing is wrong when it yields nothing. */
export type Faults = Iterable<ProblemParts>;

/** What is wrong by the first check that finds anything: what the later ones say would follow of it. */
export function* firstOf(...checks: readonly (() => Faults)[]): Faults {
  for (const check of checks) {
    const faults = [...check()];
    if (faults.length > 0) {
      yield* faults;
      return;
    }
  }
}

/** That a parameter is set to what can't be deployed. */
export function* faultsOfParameter(yaml: YamlFile, key: string, faultOf: FaultOf): Faults {
  const value = yaml.value[key];
  const fault = value === undefined ? undefined : faultOf(value);
  if (fault) {
    yield partsAt(yaml, [key], { ...fault, cause: `${key} ${fault.cause}` });
  }
}

/** That a parameter is not a list, or each item that can't be deployed, at its line. */
export function* faultsOfItems(yaml: YamlFile, key: string, faultOf: FaultOf): Faults {
  const value = yaml.value[key] ?? [];
  if (!Array.isArray(value)) {
    yield partsAt(yaml, [key], {
      cause: `${key} is ${JSON.stringify(value)}, and no list`,
      remedy: 'give a list, such as [a, b]; [] is none',
    });
    return;
  }
  for (const [index, item] of value.entries()) {
    const fault = value.indexOf(item) < index ? twice(item) : faultOf(item);
    if (fault) {
      const cause = `${key} has ${JSON.stringify(item)}${fault.cause}`;
      yield partsAt(yaml, [key, String(index)], { ...fault, cause });
    }
  }
}

const twice = (item: unknown): Fault => ({
  cause: ' twice',
  remedy: `remove one ${JSON.stringify(item)}`,
});

export const oneOf =
  (allowed: readonly unknown[], why = ''): FaultOf =>
  (value) =>
    allowed.includes(value)
      ? undefined
      : { cause: why, remedy: `use any of ${allowed.join(', ')}` };

/** That there is no file that a parameter names, or what is wrong with the file. */
export function* faultsOfFileNamed(
  yaml: YamlFile,
  key: string,
  folder: string,
  faultsOf: (file: string) => Faults,
): Faults {
  const value = yaml.value[key];
  if (value === undefined || value === '') {
    return;
  }
  const file = path.join(folder, String(value));
  if (typeof value === 'string' && statSync(file, { throwIfNoEntry: false })?.isFile()) {
    yield* faultsOf(file);
    return;
  }
  yield partsAt(yaml, [key], {
    cause: `${key} names ${JSON.stringify(value)}, and there is no file ${file}`,
    remedy: `give a path relative to ${folder}`,
  });
}
