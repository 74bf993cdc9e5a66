import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { checkAudits } from '../checks/audits.ts';
import { checkConfig } from '../checks/config.ts';
import { checkFlowLogs } from '../checks/flow-logs.ts';
import { checkIncidentDetection } from '../checks/incident-detection.ts';
import { checkOptInExclusions } from '../checks/opt-in-exclusions.ts';
import { checkReports } from '../checks/reports.ts';
import { signInRegionsOf } from '../checks/sign-ins.ts';
import { checkValues } from '../checks/values.ts';
import type { EmbeddedAws } from './embedded-aws.ts';
import { shortPath } from './failure.ts';
import { type Organization, readOrganization, withAccounts } from './organization.ts';
import { checkParameters, checkRegion, checkTasks } from './preflight.ts';
import { Problem } from './problem.ts';
import {
  kebabCase,
  matchPattern,
  organizationFileOf,
  type Task,
  tasksOf,
  withDependencies,
} from './tasks-file.ts';
import { readYaml, type YamlFile } from './yaml.ts';

export interface RehearsalOptions {
  readonly tasksFile: string;
  /** Optional. Default: the one that the task file names. */
  readonly organizationFile?: string | undefined;
  /** Optional. Workload accounts are added up to this number in all. */
  readonly accounts?: number | undefined;
  /** Optional. Takes the place of governedRegions. */
  readonly regions?: readonly string[] | undefined;
  /** Optional. A glob of root tasks, by name or in kebab-case. */
  readonly match?: string | undefined;
  /** Optional. Default: any free port. */
  readonly port?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is to be rehearsed, read from the files and checked as far as files can tell. */
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
  /** Every region in which something is deployed, as far as the parameters tell. */
  readonly allRegions: readonly string[];
  /** ofn's pattern for the tasks that --match names. */
  readonly match: string | undefined;
  /** The capabilities that --match names, in kebab-case; undefined is all of them. */
  readonly capabilities: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
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
  const parameters = readParameters(tasks.file);
  if (parameters) {
    const names = isAnnotated(rootTasks) ? undefined : accountNamesOf(declared);
    checkConfig(parameters, { organizationFile: declared.file, names });
    checkOptInExclusions(parameters, { organizationFile: declared.file, names });
    checkIncidentDetection(parameters, tasks);
  }

  return {
    options,
    tasks,
    rootTasks,
    organizationFile: named ?? given,
    organization: declared,
    organizationText,
    parameters,
    parametersText: parametersText(parameters, options.regions),
    homeRegion: String(parameters?.value.homeRegion ?? 'us-east-1'),
    regions: options.regions,
    allRegions: allRegionsOf(parameters, options.regions),
    ...(options.match === undefined
      ? { match: undefined, capabilities: undefined }
      : requireMatch(rootTasks, tasks, options.match)),
    signal: options.signal,
  };
}

function readParameters(tasksFile: string): YamlFile | undefined {
  const file = path.join(path.dirname(tasksFile), 'organization-parameters.yml');

  return existsSync(file) ? readYaml(file) : undefined;
}

function parametersText(
  parameters: YamlFile | undefined,
  regions: readonly string[] | undefined,
): string | undefined {
  if (regions) {
    checkRegions(parameters, regions);
  }
  if (!parameters) {
    return undefined;
  }
  const text = readFileSync(parameters.file, 'utf8');

  return regions ? setParameters(text, regionsFor(parameters, regions)) : text;
}

function allRegionsOf(
  parameters: YamlFile | undefined,
  given: readonly string[] = [],
): readonly string[] {
  const { governedRegions } = parameters?.value ?? {};
  const governed = Array.isArray(governedRegions) ? governedRegions : [];
  const all = [...governed, ...given, ...(parameters ? signInRegionsOf(parameters) : [])];

  // An expression is known only once it is rendered.
  return [...new Set(all)].filter(
    (region) => typeof region === 'string' && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region),
  );
}

/** Sign-ins are looked for in every governed region. */
function regionsFor(
  parameters: YamlFile,
  governedRegions: readonly string[],
): Record<string, unknown> {
  const signInRegions = [...new Set([...signInRegionsOf(parameters), ...governedRegions])];

  return { governedRegions, signInRegions };
}

/** The text of organization-parameters.yml with other values. */
export function setParameters(text: string, values: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  for (const [key, value] of Object.entries(values)) {
    document.set(key, value);
  }

  return document.toString();
}

function checkRegions(parameters: YamlFile | undefined, regions: readonly string[]): void {
  const place = `--regions ${regions.join(',')}`;
  const home = parameters?.value.homeRegion;
  if (!parameters || !Array.isArray(parameters.value.governedRegions)) {
    throw new Problem({
      file: 'the command line',
      place,
      cause:
        'it sets governedRegions of organization-parameters.yml, and there is none beside the task file',
      remedy: 'leave --regions out: the task file then decides',
    });
  }
  if (typeof home === 'string' && !regions.includes(home)) {
    throw new Problem({
      file: 'the command line',
      place,
      cause: `the home region ${home} of ${parameters.file} is not among them`,
      remedy: `add ${home}: it is always governed`,
    });
  }
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
 * What takes a list of regions to check, which the embedded AWS has.
 *
 * @throws Problem for the first thing that is wrong
 */
export async function checkPlan(plan: Plan, aws: EmbeddedAws): Promise<void> {
  const regions = new Set((await aws.control('GET', '/regions')) as string[]);
  if (plan.parameters) {
    checkParameters(plan.parameters, regions);
    for (const region of signInRegionsOf(plan.parameters)) {
      checkRegion(plan.parameters, region, ['signInRegions'], regions);
    }
    checkValues(plan.parameters);
    checkFlowLogs(plan.parameters);
    checkReports(plan.parameters);
    checkAudits(plan.parameters);
  }
  for (const region of plan.regions ?? []) {
    checkRegion(commandLine, region, ['--regions'], regions);
  }
  checkTasks(plan.tasks, {
    organizationFile: plan.organization.file,
    logicalNames: isAnnotated(plan.rootTasks) ? undefined : plan.organization.logicalNames,
    regions,
  });
}

/** Only AWS knows the accounts, and what they are called here. */
const isAnnotated = (tasks: readonly Task[]): boolean =>
  tasks.some(({ type }) => type === 'annotate-organization');

const accountNamesOf = ({ management, accounts }: Organization): Set<string> =>
  new Set([management, ...accounts].map(({ logicalName }) => logicalName));

const commandLine: YamlFile = { file: 'the command line', value: {}, line: () => undefined };
