import { statSync } from 'node:fs';
import path from 'node:path';
import { Problem, problemAt, type YamlFile } from 'ofn-rehearse';

/** Why a value can't be deployed, and what to give instead. */
export interface Fault {
  readonly cause: string;
  readonly remedy: string;
}

export type FaultOf = (value: unknown) => Fault | undefined;

/** @throws Problem when the parameter is set to what can't be deployed, with its line */
export function checkParameter(yaml: YamlFile, key: string, faultOf: FaultOf): void {
  const value = yaml.value[key];
  const fault = value === undefined ? undefined : faultOf(value);
  if (fault) {
    throw problemAt(yaml, [key], { ...fault, cause: `${key} ${fault.cause}` });
  }
}

/** @throws Problem when the parameter is no text that matches, with its line */
export function checkText(
  yaml: YamlFile,
  key: string,
  pattern: RegExp,
  { unlike, remedy }: { unlike: string; remedy: string },
): void {
  checkParameter(yaml, key, (value) =>
    typeof value === 'string' && pattern.test(value)
      ? undefined
      : { cause: `is ${JSON.stringify(value)}, ${unlike}`, remedy },
  );
}

/** @throws Problem when the parameter is no list, or for its first wrong item, with that line */
export function checkItems(yaml: YamlFile, key: string, faultOf: FaultOf): void {
  const value = yaml.value[key] ?? [];
  if (!Array.isArray(value)) {
    throw problemAt(yaml, [key], {
      cause: `${key} is ${JSON.stringify(value)}, and no list`,
      remedy: 'give a list, such as [a, b]; [] is none',
    });
  }
  for (const [index, item] of value.entries()) {
    const fault = value.indexOf(item) < index ? twice(item) : faultOf(item);
    if (fault) {
      const cause = `${key} has ${JSON.stringify(item)}${fault.cause}`;
      throw problemAt(yaml, [key, String(index)], { ...fault, cause });
    }
  }
}

const twice = (item: unknown): Fault => ({
  cause: ' twice',
  remedy: `remove one ${JSON.stringify(item)}`,
});

export const wholeNumber =
  (least: number, most: number): FaultOf =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : {
          cause: `is ${JSON.stringify(value)}`,
          remedy: `give a whole number from ${least} to ${most}`,
        };

export const oneOf =
  (allowed: readonly unknown[], why = ''): FaultOf =>
  (value) =>
    allowed.includes(value)
      ? undefined
      : { cause: why, remedy: `use any of ${allowed.join(', ')}` };

/**
 * The file that a parameter names, relative to the folder of its capability; undefined when it
 * names none.
 *
 * @throws Problem when there is no such file
 */
export function fileNamed(yaml: YamlFile, key: string, folder: string): string | undefined {
  const value = yaml.value[key];
  if (value === undefined || value === '') {
    return undefined;
  }
  const file = path.join(folder, String(value));
  if (typeof value !== 'string' || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw problemAt(yaml, [key], {
      cause: `${key} names ${JSON.stringify(value)}, and there is no file ${file}`,
      remedy: `give a path relative to ${folder}`,
    });
  }

  return file;
}

/** What is wrong in a line of a file. */
export interface LineFault extends Fault {
  readonly line: number;
}

/** @throws Problem at the first line, which names four more and counts the rest */
export function requireNoFaults(file: string, faults: readonly LineFault[]): void {
  const [first, ...more] = faults;
  if (first) {
    const named = more.slice(0, 4).map(({ line, cause }) => `; line ${line}: ${cause}`);
    const rest = more.length > named.length ? `; and ${more.length - named.length} more` : '';
    throw new Problem({
      file,
      place: `line ${first.line}`,
      cause: `${first.cause}${named.join('')}${rest}`,
      remedy: first.remedy,
    });
  }
}
