import { Problem, problemAt, readYamlText, type YamlFile, type YamlText } from 'ofn-rehearse';
import { type ConfigListKey, placeOfList } from '../organization/config-lists.ts';
import { faultOfExcluded, type KnownAccounts } from './config-accounts.ts';
import type { Fault } from './config-managed-rules.ts';

/** An entry of a list of rules or packs, and where it stands. */
export interface Entry {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** A problem of this entry, at one of its keys, with its line. */
  problem(key: string, fault: Fault): Problem;
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

/**
 * The entries of a list that organization-parameters.yml holds or includes, or of the list of the
 * repository itself; what rules and packs have in common is checked.
 *
 * @throws Problem for the first entry that can't be deployed, at its line
 */
export function readEntries(
  parameters: YamlFile,
  key: ConfigListKey,
  rules: EntryRules,
): readonly Entry[] {
  const list = readList(parameters, key);
  if (!list) {
    return [];
  }
  const entries = list.values.map((value, index) => toEntry(list, value, index, rules.what));
  for (const entry of entries) {
    checkKeys(entry, rules);
    checkName(entry);
    checkExclusions(entry, parameters, rules.accounts);
  }
  checkUnique(entries);

  return entries;
}

interface List {
  readonly yaml: Pick<YamlText, 'file' | 'line'>;
  readonly path: readonly string[];
  readonly values: readonly unknown[];
}

function readList(parameters: YamlFile, key: ConfigListKey): List | undefined {
  const value = parameters.value[key];
  const included = (value as { 'Fn::Include'?: unknown } | null | undefined)?.['Fn::Include'];
  const place = placeOfList(parameters.file, key, included ?? value);
  if (!place) {
    return undefined;
  }
  const inline = place.path.length > 0;
  const yaml = inline ? parameters : readIncluded(parameters, key, place.file);
  const values = inline ? value : yaml.value;
  if (!Array.isArray(values)) {
    throw problemAt(yaml, place.path, {
      cause: `${key} is ${JSON.stringify(values)}, and no list`,
      remedy: `give a list of maps, or !Include a file that holds one; [] for none`,
    });
  }

  return { yaml, path: place.path, values };
}

/** A missing file is a fault of the parameter that names it. */
function readIncluded(parameters: YamlFile, key: ConfigListKey, file: string): YamlText {
  try {
    return readYamlText(file);
  } catch (error) {
    if (error instanceof Problem && error.cause !== undefined) {
      throw problemAt(parameters, [key], {
        cause: `${key} includes ${file}, and there is no such file`,
        remedy: 'give a path relative to organization-parameters.yml',
      });
    }
    throw error;
  }
}

function toEntry({ yaml, path }: List, value: unknown, index: number, what: string): Entry {
  const at = (key: string): number | undefined => yaml.line(...path, String(index), key);
  const problemOf = (label: string, key: string, fault: Fault): Problem =>
    new Problem({ file: yaml.file, place: `line ${at(key)}, ${label}`, ...fault });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problemOf(`${what} ${index + 1}`, '', {
      cause: `${JSON.stringify(value)} is no map of keys and values`,
      remedy: `give a ${what} a name, and what it needs`,
    });
  }
  const entry = value as Entry['value'];
  const name = typeof entry.name === 'string' ? entry.name : String(index + 1);

  return { name, value: entry, problem: (key, fault) => problemOf(`${what} ${name}`, key, fault) };
}

function checkKeys(entry: Entry, { required, optional, flags }: EntryRules): void {
  const all = [...required, ...optional, ...flags];
  for (const key of Object.keys(entry.value)) {
    if (!all.includes(key)) {
      const remedy = `use ${all.join(', ')}`;
      throw entry.problem(key, { cause: `it has the unknown key ${key}`, remedy });
    }
  }
  for (const key of required) {
    const value = entry.value[key];
    if (typeof value !== 'string' || value === '') {
      const cause = `its ${key} is ${value === undefined ? 'missing' : JSON.stringify(value)}`;
      throw entry.problem(key, { cause, remedy: `give ${key} a text` });
    }
  }
  for (const key of flags) {
    const value = entry.value[key];
    if (value !== undefined && typeof value !== 'boolean') {
      const cause = `${key} is ${JSON.stringify(value)}`;
      throw entry.problem(key, { cause, remedy: 'use true or false, without quotes' });
    }
  }
}

/** With the prefix of resources, 20 characters at most, it is to fit into AWS's 64. */
const longestName = 40;

function checkName(entry: Entry): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(entry.name) || entry.name.length > longestName) {
    throw entry.problem('name', {
      cause: `its name is '${entry.name}', of ${entry.name.length} characters`,
      remedy: `use lower-case letters, digits and single hyphens, ${longestName} at most, a letter first`,
    });
  }
}

function checkExclusions(entry: Entry, { value }: YamlFile, accounts: KnownAccounts): void {
  const { excludedAccounts, excludedRegions } = entry.value;
  const fault =
    excludedAccounts === undefined ? undefined : faultOfExcluded(excludedAccounts, accounts);
  if (fault) {
    throw entry.problem('excludedAccounts', {
      ...fault,
      cause: `excludedAccounts: ${fault.cause}`,
    });
  }
  const regions: unknown[] = Array.isArray(excludedRegions) ? excludedRegions : [];
  const governed = value.governedRegions;
  const unknown = Array.isArray(governed) ? regions.find((one) => !governed.includes(one)) : null;
  if (excludedRegions !== undefined && (!Array.isArray(excludedRegions) || unknown)) {
    throw entry.problem('excludedRegions', {
      cause: `excludedRegions: ${JSON.stringify(unknown ?? excludedRegions)} is no governed region`,
      remedy: `give a list of ${String(governed)}; a region that is not governed has none anyway`,
    });
  }
}

/** CloudFormation's logical ids come from the names, without their hyphens. */
const logicalId = (name: string): string =>
  name.replaceAll(/(^|-)([a-z0-9])/g, (_, _hyphen, letter: string) => letter.toUpperCase());

function checkUnique(entries: readonly Entry[]): void {
  const seen = new Map<string, string>();
  for (const entry of entries) {
    const id = logicalId(entry.name);
    const other = seen.get(id);
    if (other !== undefined) {
      const same =
        other === entry.name ? 'there is another of its name' : `it is too like ${other}`;
      const cause = `${same}: both would be ${id} in a template`;
      throw entry.problem('name', { cause, remedy: 'give each a name of its own' });
    }
    seen.set(id, entry.name);
  }
}

/** Values that AWS Config takes as text. */
export function faultOfTexts(value: unknown): Fault | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return {
      cause: `parameters: ${JSON.stringify(value)} is no map`,
      remedy: 'give each parameter by its name; leave parameters out for none',
    };
  }
  const wrong = Object.entries(value).find(
    ([, one]) => !['string', 'number', 'boolean'].includes(typeof one),
  );

  return (
    wrong && {
      cause: `parameters: ${wrong[0]} is ${JSON.stringify(wrong[1])}`,
      remedy: 'give a text; several values are one text, with commas between them',
    }
  );
}
