import { readFileSync } from 'node:fs';
import type { EmbeddedAws } from './embedded-aws.ts';
import { shortPath } from './failure.ts';
import { type Organization, readOrganization, withAccounts } from './organization.ts';
import {
  allRegionsOf,
  checkRegions,
  faultsOfRegions,
  type ParametersFile,
  parametersText,
  readParameters,
} from './parameters-file.ts';
import { Problem, type ProblemParts, requireNone } from './problem.ts';
import { faultsOfTasks, unknownRegion } from './task-checks.ts';
import {
  kebabCase,
  matchPattern,
  organizationFileOf,
  type Task,
  tasksOf,
  withDependencies,
} from './tasks-file.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** What the embedded AWS and the checks of the files need to know of a repository. */
export interface RehearsalSettings {
  /** Optional. Default: organization-tasks.yml. */
  readonly tasksFile?: string;
  /** Optional. Without it, `--regions` has nothing to set. */
  readonly parameters?: ParametersFile;
  /** Optional. Environment variables of every Lambda function, unless its template sets them. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Optional. A JSON file whose `identifiers` are managed rules that AWS Config has, besides moto's. */
  readonly managedRules?: string;
  /** Optional. All that is wrong with the files, besides what the rehearsal checks by itself. */
  check?(plan: Plan): Iterable<ProblemParts>;
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
  /** Optional. Default: any free port. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is to be rehearsed, read from the files and checked as far as files allow. */
export interface Plan {
  readonly options: RehearsalOptions;
  readonly tasks: YamlFile;
  readonly rootTasks: Task[];
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
  /** The logical names of all accounts; undefined when only AWS knows them: annotate-organization. */
  readonly accountNames: ReadonlySet<string> | undefined;
}

/** @throws Problem for what is wrong with the files or the options */
export function planOf(options: RehearsalOptions): Plan {
  const tasks = readYaml(shortPath(options.tasksFile));
  const rootTasks = tasksOf(tasks);
  const named = organizationFileOf(rootTasks);
  const given = options.organizationFile ?? named;
  if (!given) {
    throw new Problem({
      file: tasks.file,
      cause: 'no task of type update-organization names an organization file',
      remedy: 'give the file that describes the organization: --organization FILE',
    });
  }
  const declared = readOrganization(readYaml(shortPath(given)));
  const text = readFileSync(given, 'utf8');
  const organizationText =
    options.accounts === undefined ? text : withAccounts(text, declared, options.accounts);
  const keys = options.config.parameters;
  const parameters = keys && readParameters(tasks.file, keys.file);
  if (options.regions) {
    checkRegions(keys, parameters, options.regions);
  }

  return {
    options,
    tasks,
    rootTasks,
    organizationFile: named ?? given,
    organization: declared,
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
    accountNames: isAnnotated(rootTasks) ? undefined : accountNamesOf(declared),
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

  requireNone(faultsOf(plan, regions));
}

function* faultsOf(plan: Plan, regions: ReadonlySet<string>): Generator<ProblemParts> {
  for (const region of plan.regions ?? []) {
    yield* unknownRegion(commandLine, region, ['--regions'], regions);
  }
  const { config } = plan.options;
  if (config.parameters && plan.parameters) {
    yield* faultsOfRegions(config.parameters, plan.parameters, regions);
  }
  yield* config.check?.(plan) ?? [];
  yield* faultsOfTasks(plan.tasks, {
    organizationFile: plan.organization.file,
    logicalNames: plan.accountNames && plan.organization.logicalNames,
    regions,
  });
}

/** Only AWS knows the accounts, and what they are called here. */
const isAnnotated = (tasks: readonly Task[]): boolean =>
  tasks.some(({ type }) => type === 'annotate-organization');

const accountNamesOf = ({ management, accounts }: Organization): Set<string> =>
  new Set([management, ...accounts].map(({ logicalName }) => logicalName));

const commandLine: YamlFile = { file: 'the command line', value: {}, line: () => undefined };
