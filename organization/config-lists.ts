import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describeError } from '../lambda/errors.ts';
import { SettingsError } from './errors.ts';
import { isMap, parsePlain } from './organization-file.ts';

/** The parameters that are lists of maps, and their defaults. */
const defaults = {
  configRules: 'templates/config-rules/rules.yml',
  conformancePacks: 'templates/conformance-packs/packs.yml',
} as const;

export type ConfigListKey = keyof typeof defaults;

/** The place of a list. */
export interface ListPlace {
  readonly file: string;
  /** The keys that lead to it: none in a file of its own. */
  readonly path: readonly string[];
}

/**
 * The place of the list of rules, or of packs, of a repository: the file that
 * organization-parameters.yml includes, this file itself, or that of this project.
 *
 * @param value the parameter: a list, or the path that it includes
 * @returns undefined when the repository has none
 */
export function placeOfList(
  parametersFile: string,
  key: ConfigListKey,
  value: unknown,
): ListPlace | undefined {
  const folder = path.dirname(parametersFile);
  if (typeof value === 'string' && value !== '') {
    return { file: path.join(folder, value), path: [] };
  }
  if (value !== undefined) {
    return { file: parametersFile, path: [key] };
  }
  const file = path.join(folder, defaults[key]);
  return existsSync(file) ? { file, path: [] } : undefined;
}

/** The folder that the files of packs are relative to. */
export function packsFolder(parametersFile: string): string {
  return path.dirname(path.join(path.dirname(parametersFile), defaults.conformancePacks));
}

/** An entry of a list, as far as the ledger needs it. */
export interface ListedEntry {
  name: string;
  global: boolean;
  /** Logical names, or ids. */
  excludedAccounts: string[];
  excludedRegions: string[];
}

/**
 * The entries of a list; none where the repository has no list.
 * @throws SettingsError when a file can't be read, or an entry has no name
 */
export function readConfigList(
  parametersFile: string,
  key: ConfigListKey,
  value: unknown,
): ListedEntry[] {
  const place = placeOfList(parametersFile, key, value);
  if (place === undefined) {
    return [];
  }
  const list = place.path.length > 0 ? value : parsePlain(open(place.file), place.file);
  if (!Array.isArray(list)) {
    throw new SettingsError(
      `${place.file}: ${key} is not a list: give a list of maps, or [] for none`,
    );
  }
  return list.map((entry) => toEntry(entry, place.file));
}

function open(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError(`Cannot read ${file}: ${describeError(error)}`, { cause: error });
  }
}

function toEntry(entry: unknown, file: string): ListedEntry {
  const { name, global, excludedAccounts, excludedRegions } = isMap(entry) ? entry : {};
  if (typeof name !== 'string') {
    throw new SettingsError(`${file} has an entry without name: ${JSON.stringify(entry)}`);
  }
  return {
    name,
    global: global === 'true',
    excludedAccounts: texts(excludedAccounts),
    excludedRegions: texts(excludedRegions),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
