import path from 'node:path';
import { shortPath } from './failure.ts';
import { type Organization, readOrganization } from './organization.ts';
import { faultsOfRegions, type ParametersFile, readParameters } from './parameters-file.ts';
import { attempt, inOrderOfFiles, type ProblemParts, problemOf } from './problem.ts';
import { faultsOfTasks } from './task-checks.ts';
import { organizationFileOf, type Task, tasksOf } from './tasks-file.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** What a check is given: the files of a repository, as far as they can be read. */
export interface CheckedFiles {
  readonly tasks: YamlFile;
  readonly parameters: YamlFile | undefined;
  readonly organizationFile: string;
  /** The logical names of all accounts; undefined when only AWS knows them: annotate-organization. */
  readonly accountNames: ReadonlySet<string> | undefined;
  /** What the organization file declares; undefined when it can't be read. */
  readonly organization: Organization | undefined;
}

export interface RepositorySettings {
  /** Optional. Without it, `--regions` has nothing to set. */
  readonly parameters?: ParametersFile;
  /** Optional. All that is wrong with the files, besides what the rehearsal checks by itself. */
  check?(files: CheckedFiles): Iterable<ProblemParts>;
}

/** The files that everything else begins with. */
export interface Repository extends CheckedFiles {
  readonly organization: Organization;
  readonly rootTasks: readonly Task[];
  /** The organization file as the tasks name it, and as it is given here. */
  readonly named: string | undefined;
  readonly given: string;
}

/**
 * Reads task file, parameters and organization. When one can't be read, what the others and the
 * files that they name have wrong is found all the same.
 *
 * @param organizationFile optional; by default the one that the task file names
 * @throws Problem with all of that, in the order of the files
 */
export function readRepository(
  tasksFile: string,
  config: RepositorySettings,
  organizationFile?: string,
): Repository {
  const file = shortPath(tasksFile);
  const keys = config.parameters;
  const tasks = attempt(() => readYaml(file));
  const parameters = attempt(() => keys && readParameters(file, keys.file));
  const rootTasks = tasks.value ? tasksOf(tasks.value) : [];
  const named = organizationFileOf(rootTasks);
  const given = organizationFile ?? named;
  const organization = attempt(() =>
    given === undefined ? undefined : readOrganization(readGiven(given, named)),
  );
  const files: CheckedFiles = {
    tasks: tasks.value ?? { file, value: {}, line: () => undefined },
    parameters: parameters.value,
    organizationFile: organization.value?.file ?? given ?? 'organization.yml',
    accountNames: isAnnotated(rootTasks) ? undefined : accountNamesOf(organization.value),
    organization: organization.value,
  };
  const unread = [
    ...parameters.problems,
    ...organization.problems,
    ...tasks.problems,
    ...(tasks.value && given === undefined ? [{ file, ...nameless }] : []),
  ];
  if (organization.value && given !== undefined && unread.length === 0) {
    return { ...files, rootTasks, named, given, organization: organization.value };
  }
  const others = faultsOfFiles(files, organization.value, config);
  throw problemOf(inOrder(files, [...unread, ...others]));
}

/** The organization file. org-formation reads another one in the place of the one that is named. */
function readGiven(given: string, named: string | undefined): YamlFile {
  const yaml = readYaml(shortPath(given));
  return named === undefined ? yaml : { ...yaml, folder: path.dirname(shortPath(named)) };
}

const nameless = {
  cause: 'no task of type update-organization names an organization file',
  remedy: 'give the file that describes the organization: --organization FILE',
};

/**
 * What is wrong with the files, and with those that they name.
 *
 * @param regions optional; those that AWS has, once it has been asked
 */
export function faultsOf(
  repository: Repository,
  config: RepositorySettings,
  regions?: ReadonlySet<string>,
): ProblemParts[] {
  return inOrder(repository, faultsOfFiles(repository, repository.organization, config, regions));
}

function* faultsOfFiles(
  files: CheckedFiles,
  organization: Organization | undefined,
  config: RepositorySettings,
  regions?: ReadonlySet<string>,
): Generator<ProblemParts> {
  if (config.parameters && files.parameters) {
    yield* faultsOfRegions(config.parameters, files.parameters, regions);
  }
  yield* config.check?.(files) ?? [];
  yield* faultsOfTasks(files.tasks, {
    organizationFile: files.organizationFile,
    logicalNames: files.accountNames && organization?.logicalNames,
    regions,
  });
}

/** What an operator edits comes first, then what it names. */
const inOrder = ({ parameters }: CheckedFiles, problems: Iterable<ProblemParts>): ProblemParts[] =>
  inOrderOfFiles(problems, parameters ? [parameters.file] : []);

/** Only AWS knows the accounts, and what they are called here. */
const isAnnotated = (tasks: readonly Task[]): boolean =>
  tasks.some(({ type }) => type === 'annotate-organization');

const accountNamesOf = (organization: Organization | undefined): Set<string> | undefined =>
  organization &&
  new Set(
    [organization.management, ...organization.accounts].map(({ logicalName }) => logicalName),
  );
