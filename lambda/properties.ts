import * as kinds from '../templates/kinds.ts';
import { PropertyError } from './errors.ts';
import { patternOf } from './pattern.ts';

/** Properties as CloudFormation delivers them: every scalar is a string. */
export type RawProperties = Readonly<Record<string, unknown>>;

/** Reads one property; `undefined` means that it is absent. @throws PropertyError */
export type Field<T> = (value: unknown, name: string) => T;

/** A kind of parameters, or a parameter, that has a pattern. */
interface Kind {
  readonly allowedPattern: string;
  readonly constraintDescription: string;
  readonly default?: unknown;
}

interface Range {
  readonly minValue: number;
  readonly maxValue: number;
}

export type Schema = Readonly<Record<string, Field<unknown>>>;

/** The result of a schema: `ServicePrincipals` becomes `servicePrincipals`. */
export type Parsed<S extends Schema> = {
  [Name in keyof S as Uncapitalize<Name & string>]: ReturnType<S[Name]>;
};

// CloudFormation's own; and those that a template changes to update the resource, with new code or
// because the accounts of the organization changed.
const IGNORED = ['ServiceToken', 'ServiceTimeout', 'CodeHash', 'AccountsHash'];

/** @throws PropertyError for the first property that is unknown, missing or malformed */
export function parseProperties<S extends Schema>(raw: RawProperties, schema: S): Parsed<S> {
  const known = Object.keys(schema);
  for (const name of Object.keys(raw)) {
    if (known.includes(name) || IGNORED.includes(name)) {
      continue;
    }
    const value = show(raw[name]);
    const list = known.join(', ') || 'none';
    throw new PropertyError(`Unknown property ${name} (${value}); known are ${list}: remove it`);
  }
  const entries = known.map((name) => [uncapitalize(name), schema[name]?.(own(raw, name), name)]);
  return Object.fromEntries(entries);
}

/**
 * The valid properties, without the others: for Delete and for the old properties of an Update, where
 * a bad value must not trap a stack. Never throws PropertyError.
 */
export function parseLeniently<S extends Schema>(
  raw: RawProperties,
  schema: S,
): Partial<Parsed<S>> {
  const entries: [string, unknown][] = [];
  for (const [name, field] of Object.entries(schema)) {
    try {
      entries.push([uncapitalize(name), field(own(raw, name), name)]);
    } catch (error) {
      if (!(error instanceof PropertyError)) {
        throw error; // a bad value is omitted, see above
      }
    }
  }
  return Object.fromEntries(entries) as Partial<Parsed<S>>;
}

/** A string that matches; `allowed` describes valid ones. */
export function text(pattern = /./, allowed = 'a text that is not empty'): Field<string> {
  return (value, name) => {
    if (typeof value !== 'string' || !pattern.test(value)) {
      throw malformed(name, value, allowed);
    }
    return value;
  };
}

/** One of the given strings. */
export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return (value, name) => {
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) {
      throw malformed(name, value, `one of ${values.join(', ')}`);
    }
    return found;
  };
}

/** "true" or "false". */
export const bool: Field<boolean> = (value, name) => {
  if (value !== 'true' && value !== 'false') {
    throw malformed(name, value, 'true or false');
  }
  return value === 'true';
};

/** A whole number within limits, both included. */
export function integer(min: number, max: number): Field<number> {
  return (value, name) => {
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) {
      return number;
    }
    throw malformed(name, value, `a whole number from ${min} to ${max}`);
  };
}

/** A list without repetitions; an empty CommaDelimitedList, which arrives as `['']`, is empty. */
export function list<T>(item: Field<T>, min = 0): Field<T[]> {
  return (value, name) => {
    if (!Array.isArray(value)) {
      throw malformed(name, value, 'a list');
    }
    const given: unknown[] = isEmpty(value) ? [] : value;
    if (given.length < min) {
      throw malformed(name, value, `a list of at least ${min}`);
    }
    return [...new Set(given.map((each, index) => item(each, `${name}[${index}]`)))];
  };
}

/** May be absent or empty, also as a list: then it is the fallback. */
export function optional<T, const F>(field: Field<T>, fallback: F): Field<T | F> {
  return (value, name) => (isEmpty(value) ? fallback : field(value, name));
}

/** A text like those of a kind of parameters, or of a parameter. */
export const like = (kind: Kind): Field<string> =>
  text(patternOf(kind), kind.constraintDescription);

/** A whole number within the limits of a parameter. */
export const within = ({ minValue, maxValue }: Range): Field<number> => integer(minValue, maxValue);

export const accountId = like(kinds.accountId);

export const region = like(kinds.region);

const PLACE = patternOf({
  allowedPattern: `${kinds.region.allowedPattern}=${kinds.accountId.allowedPattern}`,
});

/**
 * Places, each a region and an account such as `me-south-1=111111111111`. Omits the empty strings that
 * a template's loop leaves.
 */
export const places: Field<string[]> = (value, name) => {
  const place = text(PLACE, 'a place such as eu-west-1=111111111111');
  return list(place)(Array.isArray(value) ? value.filter((item) => item !== '') : value, name);
};

function malformed(name: string, value: unknown, allowed: string): PropertyError {
  if (value === undefined) {
    return new PropertyError(`${name} is missing: set it to ${allowed}`);
  }
  return new PropertyError(`${name} is ${show(value)}: set it to ${allowed}`);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.every((item) => item === '') && value.length <= 1;
  }
  return value === undefined || value === '';
}

function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 100 ? `${json.slice(0, 97)}...` : json;
}

function own(raw: RawProperties, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

function uncapitalize(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
