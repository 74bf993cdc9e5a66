import { readFileSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from 'ofn-rehearse';
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
const suggestion = (identifier: string): string =>
  didYouMean(identifier.replaceAll('-', '_'), identifiers);
