import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from './parameter.ts';

/** What a managed rule takes, and what makes AWS Config evaluate it. */
export interface ManagedRule {
  readonly trigger: 'change' | 'periodic' | 'both';
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

interface Table {
  readonly identifiers: readonly string[];
  /** Of some identifiers it is not known what they take. */
  readonly rules: Readonly<Record<string, ManagedRule>>;
}

/** managed-rules.json says where it is from. */
const { identifiers, rules }: Table = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'managed-rules.json'), 'utf8'),
);
const known = new Set(identifiers);

/** Why an identifier is not one of AWS's; undefined when it is. */
export function faultOfIdentifier(identifier: unknown): Fault | undefined {
  if (typeof identifier === 'string' && known.has(identifier)) {
    return undefined;
  }
  return {
    cause: `${JSON.stringify(identifier)} is not a managed rule of AWS Config that is known here`,
    remedy: `${suggestion(String(identifier))}see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html; unlisted: true lets pass what is newer than this list`,
  };
}

/** What AWS Config would refuse of a managed rule's parameters. */
export function* faultsOfParameters(
  identifier: string,
  names: readonly string[],
): Generator<Fault> {
  const rule = rules[identifier];
  if (!rule) {
    return;
  }
  const { required = [], optional = [] } = rule;
  const all = [...required, ...optional];
  const takes = all.length > 0 ? `use ${all.join(', ')}` : 'it takes none: leave them out';
  for (const unknown of names.filter((name) => !all.includes(name))) {
    yield { cause: `${identifier} has no parameter ${unknown}`, remedy: takes };
  }
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    yield {
      cause: `${identifier} lacks its required parameter ${missing.join(', ')}`,
      remedy: `give ${missing.join(', ')} a value`,
    };
  }
}

/** undefined when it is not known. */
export const triggerOf = (identifier: string): ManagedRule['trigger'] | undefined =>
  rules[identifier]?.trigger;

/** 'did you mean X? ', when one is near. */
function suggestion(identifier: string): string {
  const given = identifier.toUpperCase().replaceAll('-', '_');
  const [nearest] = identifiers
    .map((name) => ({ name, distance: distance(given, name) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance <= given.length / 4 ? `did you mean ${nearest.name}? ` : '';
}

/** How many letters to change, add or leave out: Levenshtein's distance. */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
