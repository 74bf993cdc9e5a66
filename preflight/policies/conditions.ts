import { BlockList, isIP } from 'node:net';
import { type Context, fillIn, type KeyValue, unknownText } from './context.ts';
import { matches } from './patterns.ts';
import { every, not, some, type Truth } from './truth.ts';

/** The Condition element of a statement. */
export type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Compare = (expected: string, actual: string) => boolean;

const comparisons = {
  Equals: (a: number, b: number) => a === b,
  LessThan: (a: number, b: number) => a < b,
  LessThanEquals: (a: number, b: number) => a <= b,
  GreaterThan: (a: number, b: number) => a > b,
  GreaterThanEquals: (a: number, b: number) => a >= b,
} as const;

/** Operators on two numbers, which are read from texts; what is not a number compares with nothing. */
const numbered = (prefix: string, read: (text: string) => number): [string, Compare][] =>
  Object.entries(comparisons).map(([name, compare]) => [
    `${prefix}${name}`,
    (expected, actual) => compare(read(actual), read(expected)),
  ]);

const number = (text: string): number =>
  /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;

/** A date, or seconds since 1970. */
const moment = (text: string): number =>
  Number.isNaN(number(text)) ? Date.parse(text) : number(text) * 1000;

/** The six parts of an ARN are matched one by one: a `*` does not cross a colon. */
function arnLike(expected: string, actual: string): boolean {
  const [patterns, parts] = [partsOf(expected), partsOf(actual)];
  return (
    patterns.length === 6 &&
    parts.length === 6 &&
    patterns.every((pattern, index) => matches(pattern, parts[index] ?? ''))
  );
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function inNetwork(expected: string, actual: string): boolean {
  const [address = '', bits] = expected.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(actual) !== family) {
    return false;
  }
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(address, Number(bits ?? (family === 4 ? 32 : 128)), type);
  return list.check(actual, type);
}

const lower: (compare: Compare) => Compare = (compare) => (expected, actual) =>
  compare(expected.toLowerCase(), actual.toLowerCase());
const equal: Compare = (expected, actual) => expected === actual;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['StringEquals', equal],
  ['StringEqualsIgnoreCase', lower(equal)],
  ['StringLike', matches],
  ['ArnEquals', arnLike],
  ['ArnLike', arnLike],
  ['Bool', lower(equal)],
  ['BinaryEquals', equal],
  ['IpAddress', inNetwork],
  ...numbered('Numeric', number),
  ...numbered('Date', moment),
]);

const withPatterns = new Set(['StringLike', 'ArnEquals', 'ArnLike']);

/** Negated operators, with what they negate. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** Whether every operator holds for every key. */
export const holds = (condition: Condition, context: Context): Truth =>
  every(Object.entries(condition), ([operator, keys]) =>
    every(Object.entries(keys), ([key, expected]) =>
      operatorHolds(operator, [expected].flat().map(String), context(key.toLowerCase()), context),
    ),
  );

function operatorHolds(
  operator: string,
  expected: readonly string[],
  actual: KeyValue,
  context: Context,
): Truth {
  const [, qualifier, whole = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (actual === 'unknown') {
    return 'unknown';
  }
  if (whole === 'Null') {
    return expected.some((one) => (one.toLowerCase() === 'true') === (actual === undefined));
  }
  if (actual === undefined && ifExists) {
    return true;
  }
  const name = negations[whole] ?? whole;
  const compare = operators.get(name);
  if (!compare) {
    // An operator that AWS has added since: what it says is not known.
    return 'unknown';
  }
  const isNegated = name !== whole;
  const wanted = expected.map((text) => fillIn(text, context, withPatterns.has(name)));
  const one = (value: string): Truth => {
    const found = some(wanted, (text) =>
      text === unknownText ? 'unknown' : text !== undefined && compare(text, value),
    );
    return isNegated ? not(found) : found;
  };
  const values = actual ?? [];
  // Without a qualifier a negated operator must hold for every value, also where there is none.
  const isForAll = qualifier === undefined ? isNegated : qualifier === 'ForAllValues';
  return isForAll ? every(values, one) : some(values, one);
}
