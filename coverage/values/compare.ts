import { Unresolved } from '../../preflight/deployment/intrinsics.ts';
import type { Actual, Compared, Expected, Reader } from './types.ts';

/** Characters of a value that a difference shows. */
const shownAtMost = 160;

/** What of a resource is not as its template has it: one text for each difference. */
export function differencesOf({ properties }: Expected, actual: Actual, reader: Reader): string[] {
  return Object.entries(reader.compared).flatMap(([name, compared]) => {
    const expected = expectedValue(properties, name, compared);
    const normal = compared.normal ?? ((value: unknown) => value);
    return expected instanceof Unresolved || expected === undefined
      ? []
      : differencesIn(name, normal(expected), normal(actual[name]));
  });
}

/** What of a value is not as expected: one text for each difference. */
export const differencesIn = (path: string, expected: unknown, actual: unknown): string[] =>
  differences(path, plain(expected), plain(actual));

const expectedValue = (
  properties: Expected['properties'],
  name: string,
  { absent }: Compared,
): unknown => properties[name] ?? absent;

/**
 * One way to write a value: CloudFormation takes text for numbers and truth, and what is empty is
 * the same as nothing.
 */
function plain(value: unknown): unknown {
  if (value instanceof Unresolved) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(plain).filter((item) => item !== undefined);
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, plain(item)] as const);
    const kept = entries.filter(([, item]) => !isNothing(item));
    return Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1)));
  }
  return value === null || value === undefined ? undefined : String(value);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Unresolved);

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return isObject(value) ? Object.keys(value).length === 0 : value === undefined || value === '';
}

function differences(path: string, expected: unknown, actual: unknown): string[] {
  if (isSame(expected, actual)) {
    return [];
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    return keys.flatMap((key) => differences(`${path}.${key}`, expected[key], actual[key]));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return listDifferences(path, expected, actual);
  }
  return [`${path} is ${show(actual)}, expected ${show(expected)}`];
}

/** Lists are compared as sets: AWS does not keep the order of a template. */
function listDifferences(path: string, expected: unknown[], actual: unknown[]): string[] {
  const { lacking, extra } = unmatched(expected, actual);
  const [onlyLacking] = lacking;
  const [onlyExtra] = extra;
  if (lacking.length === 1 && extra.length === 1 && labelOf(onlyLacking) === labelOf(onlyExtra)) {
    return isObject(onlyLacking) && isObject(onlyExtra)
      ? differences(`${path}${labelled(onlyLacking)}`, onlyLacking, onlyExtra)
      : [`${path} has ${show(onlyExtra)}, expected ${show(onlyLacking)}`];
  }
  return [
    ...lacking.map((item) => `${path}${labelled(item)} lacks ${show(item)}`),
    ...extra.map((item) => `${path}${labelled(item)} has ${show(item)}, which is not ours`),
  ];
}

/** By which an item of a list differs from others. */
function labelOf(item: unknown): string {
  if (!isObject(item)) {
    return '';
  }
  const key = ['Sid', 'Id', 'ID', 'Key', 'Name', 'PolicyName'].find((name) => name in item);
  return key === undefined ? '' : String(item[key]);
}

const labelled = (item: unknown): string => (labelOf(item) === '' ? '' : `[${labelOf(item)}]`);

function unmatched(expected: readonly unknown[], actual: readonly unknown[]) {
  const extra = [...actual];
  const lacking = expected.filter((item) => {
    const index = extra.findIndex((other) => isSame(item, other));
    if (index >= 0) {
      extra.splice(index, 1);
    }
    return index < 0;
  });
  return { lacking, extra };
}

/** Whether two values are the same; what only a deployment knows may be anything. */
function isSame(expected: unknown, actual: unknown): boolean {
  if (expected instanceof Unresolved) {
    return true;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const { lacking, extra } = unmatched(expected, actual);
    return lacking.length === 0 && extra.length === 0;
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].every((key) => isSame(expected[key], actual[key]));
  }
  return expected === actual || (isNothing(expected) && isNothing(actual));
}

function show(value: unknown): string {
  if (isNothing(value)) {
    return 'nothing';
  }
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value, unresolvedAsText);
  return text.length > shownAtMost ? `${text.slice(0, shownAtMost - 1)}…` : text;
}

const unresolvedAsText = (_: string, value: unknown): unknown =>
  value instanceof Unresolved ? `(${value.why})` : value;
