import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument, Scalar } from 'yaml';
import { Problem, type ProblemParts } from './problem.ts';
import { unknownRegion } from './task-checks.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** The file that an operator edits, and the keys that the rehearsal reads or sets there. */
export interface ParametersFile {
  /** Its name, beside the task file. A task file without one has no parameters. */
  readonly file: string;
  /** The key of the home region. */
  readonly homeRegion: string;
  /** The key of the list of regions that `--regions` replaces. */
  readonly governedRegions: string;
  /** The key that takes termination protection off, before everything is removed. */
  readonly terminationProtection: string;
  /** Keys of lists of further regions to which something is deployed. */
  readonly furtherRegions?: Readonly<Record<string, (yaml: YamlFile) => readonly unknown[]>>;
}

export function readParameters(tasksFile: string, name: string): YamlFile | undefined {
  const file = path.join(path.dirname(tasksFile), name);
  return existsSync(file) ? readYaml(file) : undefined;
}

export function parametersText(
  keys: ParametersFile,
  parameters: YamlFile,
  regions: readonly string[] | undefined,
): string {
  const text = readFileSync(parameters.file, 'utf8');
  return regions ? setParameters(text, regionsFor(keys, parameters, regions)) : text;
}

/** The lists of regions in a parameters file, the governed ones first. */
function regionsIn(keys: ParametersFile, parameters: YamlFile): Map<string, readonly unknown[]> {
  const governed = parameters.value[keys.governedRegions];
  return new Map([
    [keys.governedRegions, Array.isArray(governed) ? governed : []],
    ...Object.entries(keys.furtherRegions ?? {}).map(
      ([key, read]) => [key, read(parameters)] as const,
    ),
  ]);
}

export function allRegionsOf(
  keys: ParametersFile | undefined,
  parameters: YamlFile | undefined,
  given: readonly string[] = [],
): readonly string[] {
  const set = keys && parameters ? [...regionsIn(keys, parameters).values()].flat() : [];
  return knownRegions([...set, ...given]);
}

/** As {@link allRegionsOf}, without governed ones of the file that those given replace. */
export function deployedRegionsOf(
  keys: ParametersFile | undefined,
  parameters: YamlFile | undefined,
  given: readonly string[] | undefined,
): readonly string[] {
  return keys && parameters && given
    ? knownRegions(Object.values(regionsFor(keys, parameters, given)).flat())
    : allRegionsOf(keys, parameters, given);
}

/** An expression is known only once it is rendered. */
const knownRegions = (found: readonly unknown[]): readonly string[] =>
  [...new Set(found)].filter(
    (region) => typeof region === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region),
  ) as string[];

/** What is deployed to further regions is deployed to every governed one, too. */
function regionsFor(
  keys: ParametersFile,
  parameters: YamlFile,
  governed: readonly string[],
): Record<string, readonly unknown[]> {
  const further = [...regionsIn(keys, parameters)].map(([key, regions]) => [
    key,
    key === keys.governedRegions ? governed : [...new Set([...regions, ...governed])],
  ]);
  return Object.fromEntries(further);
}

/** The text of a parameters file with other values; `{ Ref: NAME }`, as it is read, is `!Ref NAME`. */
export function setParameters(text: string, values: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  for (const [key, value] of Object.entries(values)) {
    document.set(key, Array.isArray(value) ? value.map(written) : written(value));
  }
  return document.toString();
}

function written(value: unknown): unknown {
  const name =
    typeof value === 'object' && value !== null && 'Ref' in value ? value.Ref : undefined;
  if (typeof name !== 'string') {
    return value;
  }
  const reference = new Scalar(name);
  reference.tag = '!Ref';
  return reference;
}

export function checkRegions(
  keys: ParametersFile | undefined,
  parameters: YamlFile | undefined,
  regions: readonly string[],
): void {
  const place = `--regions ${regions.join(',')}`;
  if (!keys || !parameters || !Array.isArray(parameters.value[keys.governedRegions])) {
    const file = keys ? `${keys.governedRegions} of ${keys.file}` : 'the list of a parameters file';
    throw new Problem({
      file: 'the command line',
      place,
      cause: `it sets ${file}, and there is none beside the task file`,
      remedy: 'leave --regions out: the task file then decides',
    });
  }
  const home = parameters.value[keys.homeRegion];
  if (typeof home === 'string' && !regions.includes(home)) {
    throw new Problem({
      file: 'the command line',
      place,
      cause: `the home region ${home} of ${parameters.file} is not among them`,
      remedy: `add ${home}: it is always governed`,
    });
  }
}

/** Regions of a parameters file that AWS does not have. */
export function* faultsOfRegions(
  keys: ParametersFile,
  parameters: YamlFile,
  regions: ReadonlySet<string> | undefined,
): Generator<ProblemParts> {
  const home = [keys.homeRegion, [parameters.value[keys.homeRegion]]] as const;
  for (const [key, named] of [home, ...regionsIn(keys, parameters)]) {
    for (const region of named) {
      yield* unknownRegion(parameters, region, [key], regions);
    }
  }
}
