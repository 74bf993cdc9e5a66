import { existsSync } from 'node:fs';
import {
  attempt,
  type ProblemParts,
  partsAt,
  readYamlText,
  type YamlFile,
  type YamlText,
} from 'ofn-rehearse';
import { type ConfigListKey, placeOfList } from '../organization/config-lists.ts';
import { faultsOfExcluded, type KnownAccounts } from './config-accounts.ts';
import type { Fault, Faults } from './parameter.ts';

/** An entry of a list of rules or packs, and where it stands. */
export interface Entry {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** What is wrong with this entry, at one of its keys, with its line. */
  at(key: string, fault: Fault): ProblemParts;
}

/** What entries of a list may have. */
export interface EntryRules {
  /** What an entry is: 'rule' or 'pack'. */
  readonly what: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly flags: readonly string[];
  readonly accounts: KnownAccounts;
}

/** The entries of a list, and what is wrong with it as far as rules and packs have it in common. */
export interface Entries {
  readonly entries: readonly Entry[];
  readonly faults: readonly ProblemParts[];
}

/**
 * The entries of a list that organization-parameters.yml holds or includes, or of the list of the
 * repository itself.
 */
export function readEntries(parameters: YamlFile, key: ConfigListKey, rules: EntryRules): Entries {
  const { list, faults } = readList(parameters, key);
  const read = list?.values.map((value, index) => toEntry(list, value, index, rules.what)) ?? [];
  const entries = read.filter((one) => 'name' in one);
  return {
    entries,
    faults: [
      ...faults,
      ...read.filter((one) => 'cause' in one),
      ...entries.flatMap((entry) => [
        ...faultsOfKeys(entry, rules),
        ...faultsOfName(entry),
        ...faultsOfExclusions(entry, parameters, rules.accounts),
      ]),
      ...repeatedNames(entries),
    ],
  };
}

/** Whether a key that an entry has to have is there: what is missing is reported once. */
export const has = ({ value }: Entry, key: string): boolean =>
  typeof value[key] === 'string' && value[key] !== '';

interface List {
  readonly yaml: Pick<YamlText, 'file' | 'line'>;
  readonly path: readonly string[];
  readonly values: readonly unknown[];
}

function readList(
  parameters: YamlFile,
  key: ConfigListKey,
): { readonly list?: List; readonly faults: readonly ProblemParts[] } {
  const value = parameters.value[key];
  const included = (value as { 'Fn::Include'?: unknown } | null | undefined)?.['Fn::Include'];
  const place = placeOfList(parameters.file, key, included ?? value);
  if (!place) {
    return { faults: [] };
  }
  const inline = place.path.length > 0;
  if (!inline && !existsSync(place.file)) {
    const cause = `${key} includes ${place.file}, and there is no such file`;
    const remedy = 'give a path relative to organization-parameters.yml';
    return { faults: [partsAt(parameters, [key], { cause, remedy })] };
  }
  const { value: yaml, problems } = attempt(() => (inline ? parameters : readYamlText(place.file)));
  if (!yaml) {
    return { faults: problems };
  }
  const values = inline ? value : yaml.value;
  if (!Array.isArray(values)) {
    const cause = `${key} is ${JSON.stringify(values)}, and no list`;
    const remedy = `give a list of maps, or !Include a file that holds one; [] for none`;
    return { faults: [partsAt(yaml, place.path, { cause, remedy })] };
  }
  return { list: { yaml, path: place.path, values }, faults: [] };
}

function toEntry(
  { yaml, path }: List,
  value: unknown,
  index: number,
  what: string,
): Entry | ProblemParts {
  const partsOf = (label: string, key: string, fault: Fault): ProblemParts => {
    const line = yaml.line(...path, String(index), key);
    return { file: yaml.file, line, place: label, ...fault };
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return partsOf(`${what} ${index + 1}`, '', {
      cause: `${JSON.stringify(value)} is not a map of keys and values`,
      remedy: `give a ${what} a name, and what it needs`,
    });
  }
  const entry = value as Entry['value'];
  const name = typeof entry.name === 'string' ? entry.name : String(index + 1);
  return { name, value: entry, at: (key, fault) => partsOf(`${what} ${name}`, key, fault) };
}

function* faultsOfKeys(entry: Entry, { required, optional, flags }: EntryRules): Faults {
  const all = [...required, ...optional, ...flags];
  for (const key of Object.keys(entry.value)) {
    if (!all.includes(key)) {
      const remedy = `use ${all.join(', ')}`;
      yield entry.at(key, { cause: `it has the unknown key ${key}`, remedy });
    }
  }
  for (const key of required) {
    if (!has(entry, key)) {
      const value = entry.value[key];
      const cause = `its ${key} is ${value === undefined ? 'missing' : JSON.stringify(value)}`;
      yield entry.at(key, { cause, remedy: `give ${key} a text` });
    }
  }
  for (const key of flags) {
    const value = entry.value[key];
    if (value !== undefined && typeof value !== 'boolean') {
      const cause = `${key} is ${JSON.stringify(value)}`;
      yield entry.at(key, { cause, remedy: 'use true or false, without quotes' });
    }
  }
}

/** With the prefix of resources, 20 characters at most, it is to fit into AWS's 64. */
const longestName = 40;

function* faultsOfName(entry: Entry): Faults {
  if (!has(entry, 'name')) {
    return;
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(entry.name) || entry.name.length > longestName) {
    yield entry.at('name', {
      cause: `its name is '${entry.name}', of ${entry.name.length} characters`,
      remedy: `use lower-case letters, digits and single hyphens, ${longestName} at most, a letter first`,
    });
  }
}

function* faultsOfExclusions(entry: Entry, { value }: YamlFile, accounts: KnownAccounts): Faults {
  const { excludedAccounts, excludedRegions } = entry.value;
  const faults = excludedAccounts === undefined ? [] : faultsOfExcluded(excludedAccounts, accounts);
  for (const { cause, remedy } of faults) {
    yield entry.at('excludedAccounts', { cause: `excludedAccounts: ${cause}`, remedy });
  }
  const regions: unknown[] = Array.isArray(excludedRegions) ? excludedRegions : [];
  const governed = value.governedRegions;
  const unknown = Array.isArray(governed) ? regions.filter((one) => !governed.includes(one)) : [];
  const isList = excludedRegions === undefined || Array.isArray(excludedRegions);
  for (const one of isList ? unknown : [excludedRegions]) {
    yield entry.at('excludedRegions', {
      cause: `excludedRegions: ${JSON.stringify(one)} is not a governed region`,
      remedy: `give a list of ${String(governed)}; a region that is not governed has none anyway`,
    });
  }
}

/** CloudFormation's logical ids come from the names, without their hyphens. */
const logicalId = (name: string): string =>
  name.replaceAll(/(^|-)([a-z0-9])/g, (_, _hyphen, letter: string) => letter.toUpperCase());

function* repeatedNames(entries: readonly Entry[]): Faults {
  const seen = new Map<string, string>();
  for (const entry of entries) {
    const id = logicalId(entry.name);
    const other = seen.get(id);
    if (other !== undefined) {
      const same =
        other === entry.name ? 'there is another of its name' : `it is too like ${other}`;
      const cause = `${same}: both would be ${id} in a template`;
      yield entry.at('name', { cause, remedy: 'give each a name of its own' });
    }
    seen.set(id, entry.name);
  }
}

/** Values that AWS Config takes as text. */
export function* faultsOfTexts(value: unknown): Generator<Fault> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield {
      cause: `parameters: ${JSON.stringify(value)} is not a map`,
      remedy: 'give each parameter by its name; leave parameters out for none',
    };
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    if (!['string', 'number', 'boolean'].includes(typeof one)) {
      yield {
        cause: `parameters: ${name} is ${JSON.stringify(one)}`,
        remedy: 'give a text; several values are one text, with commas between them',
      };
    }
  }
}
