import { readFileSync } from 'node:fs';
import type { EmbeddedAws } from './embedded-aws.ts';
import { type Organization, withAccounts } from './organization.ts';
import { allRegionsOf, checkRegions, parametersText } from './parameters-file.ts';
import { Problem, requireNone } from './problem.ts';
import {
  faultsOf,
  type Repository,
  type RepositorySettings,
  readRepository,
} from './repository.ts';
import { faultsOfSnapshot } from './snapshot/check.ts';
import type { Snapshot } from './snapshot/format.ts';
import { unknownRegion } from './task-checks.ts';
import { kebabCase, matchPattern, type Task, withDependencies } from './tasks-file.ts';
import type { YamlFile } from './yaml.ts';

/** What the embedded AWS and the checks of the files need to know of a repository. */
export interface RehearsalSettings extends RepositorySettings {
  /** Optional. Default: organization-tasks.yml. */
  readonly tasksFile?: string;
  /** Optional. Environment variables of every Lambda function, unless its template sets them. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Optional. A JSON file whose `identifiers` are managed rules that AWS Config has, besides moto's. */
  readonly managedRules?: string;
}

export interface RehearsalOptions {
  /** What the repository brings; of `{}`, its files alone are rehearsed. */
  readonly config: RehearsalSettings;
  readonly tasksFile: string;
  /** Optional. Default: the one that the task file names. */
  readonly organizationFile?: string | undefined;
  /** Optional. Workload accounts are added up to this number in all. */
  readonly accounts?: number | undefined;
  /** Optional. Takes the place of the governed regions that the parameters file sets. */
  readonly regions?: readonly string[] | undefined;
  /** Optional. A glob of root tasks, by name or in kebab-case. */
  readonly match?: string | undefined;
  /** Optional. The organization as it is before the first run; without it, a new one. */
  readonly from?: Snapshot | undefined;
  /** Optional. Default: any free port. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is to be rehearsed, read from the files and checked as far as files allow. */
export interface Plan {
  readonly options: RehearsalOptions;
  readonly repository: Repository;
  readonly tasks: YamlFile;
  readonly rootTasks: readonly Task[];
  /** The file that the tasks name; its text may be another one's. */
  readonly organizationFile: string;
  readonly organization: Organization;
  readonly organizationText: string;
  readonly parameters: YamlFile | undefined;
  readonly parametersText: string | undefined;
  readonly homeRegion: string;
  readonly regions: readonly string[] | undefined;
  /** Every region in which something is deployed, as far as the parameters say. */
  readonly allRegions: readonly string[];
  /** ofn's pattern for the tasks that --match names. */
  readonly match: string | undefined;
  /** The capabilities that --match names, in kebab-case; undefined is all of them. */
  readonly capabilities: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

/** @throws Problem for what is wrong with the options, or with files that can't be read */
export function planOf(options: RehearsalOptions): Plan {
  const keys = options.config.parameters;
  const repository = readRepository(options.tasksFile, options.config, options.organizationFile);
  const { tasks, rootTasks, organization, parameters, named, given } = repository;
  const text = readFileSync(given, 'utf8');
  // Of a snapshot's, checkPlan refuses --accounts: its reason is better than one of numbers.
  const organizationText =
    options.accounts === undefined || options.from
      ? text
      : withAccounts(text, organization, options.accounts);
  if (options.regions) {
    checkRegions(keys, parameters, options.regions);
  }
  return {
    options,
    repository,
    tasks,
    rootTasks,
    organizationFile: named ?? given,
    organization,
    organizationText,
    parameters,
    parametersText: keys && parameters && parametersText(keys, parameters, options.regions),
    homeRegion: String((keys && parameters?.value[keys.homeRegion]) ?? 'us-east-1'),
    regions: options.regions,
    allRegions: allRegionsOf(keys, parameters, options.regions),
    ...(options.match === undefined
      ? { match: undefined, capabilities: undefined }
      : requireMatch(rootTasks, tasks, options.match)),
    signal: options.signal,
  };
}

function requireMatch(
  rootTasks: readonly Task[],
  tasks: YamlFile,
  glob: string,
): Pick<Plan, 'match' | 'capabilities'> {
  const matched = withDependencies(rootTasks, glob);
  if (matched.length === 0) {
    throw new Problem({
      file: 'the command line',
      place: `--match ${glob}`,
      cause: `no task of ${tasks.file} has a name like that`,
      remedy: `use one of ${rootTasks.map(({ name }) => name).join(', ')}, or a glob`,
    });
  }
  return {
    match: matchPattern(matched),
    capabilities: matched.map(({ name }) => kebabCase(name)),
  };
}

/**
 * Checks the files, those that the tasks name included. The list of regions comes from the
 * embedded AWS.
 *
 * @throws Problem with all that is wrong, in the order of the files
 */
export async function checkPlan(plan: Plan, aws: EmbeddedAws): Promise<void> {
  const regions = new Set((await aws.control('GET', '/regions')) as string[]);

  requireNone([
    ...(plan.regions ?? []).flatMap((region) => [
      ...unknownRegion(commandLine, region, ['--regions'], regions),
    ]),
    ...(plan.options.from ? faultsOfSnapshot(plan, plan.options.from) : []),
    ...faultsOf(plan.repository, plan.options.config, regions),
  ]);
}

const commandLine: YamlFile = { file: 'the command line', value: {}, line: () => undefined };
