import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  faultsOf,
  parseYaml,
  type Repository,
  type RepositorySettings,
  readOrganization,
  readRepository,
  requireNone,
  setParameters,
  type YamlFile,
} from 'ofn-rehearse';
import { capabilitiesOf } from '../checks/incident-detection.ts';
import { repositorySettings } from '../checks/plan.ts';
import { SettingsError } from '../organization/errors.ts';
import { type DeclaredAccounts, parseOrganization } from '../organization/organization-file.ts';
import { type Parameters, parseParameters } from '../organization/settings.ts';

/** The files of an operator, and what stands in for their texts. */
export interface FileOptions {
  readonly tasksFile: string;
  /** Default: the one that the task file names. */
  readonly organizationFile?: string;
  /** Default: organization-parameters.yml beside the task file. */
  readonly parametersFile?: string;
  /** Optional. In place of the text of the file. */
  readonly organizationText?: string;
  /** Optional. In place of the text of the file. */
  readonly parametersText?: string;
  /** Optional. Governed regions, in place of those of the parameters. */
  readonly regions?: readonly string[];
}

/** What is to be deployed, as far as files say it. */
export interface Files {
  readonly repository: Repository;
  readonly parameters: YamlFile;
  readonly parsed: Parameters;
  readonly declared: DeclaredAccounts;
  /** The capabilities that are deployed. */
  readonly capabilities: ReadonlySet<string>;
  /** Every region to which something is deployed. */
  readonly regions: readonly string[];
  /** The text of a file, or what stands in for it. */
  readonly read: (file: string) => string;
}

/**
 * Reads the files, and checks them as a rehearsal does.
 *
 * @throws Problem with all that is wrong in all of them
 */
export function readFiles(options: FileOptions): Files {
  return filesOf(options, (repository, settings) => requireNone(faultsOf(repository, settings)));
}

/**
 * The files as they are: what has been deployed already may be wrong by a check that is newer.
 *
 * @throws Problem when one can't be read
 */
export const readDeployedFiles = (options: FileOptions): Files => filesOf(options, () => undefined);

function filesOf(
  options: FileOptions,
  check: (repository: Repository, settings: RepositorySettings) => void,
): Files {
  const settings = settingsFor(options);
  const given = readRepository(options.tasksFile, settings, options.organizationFile);
  const read = readerOf(given, options);
  const repository = withTexts(given, options, read);
  check(repository, settings);
  const { parameters } = repository;
  if (!parameters) {
    throw new SettingsError(
      `There is no ${settings.parameters.file} beside ${options.tasksFile}: name the file of the parameters with --parameters`,
    );
  }
  const parsed = parseParameters(read(parameters.file), parameters.file);
  const capabilities = capabilitiesOf(repository.tasks);
  const { homeRegion, governedRegions, signInRegions } = parsed;
  const further = capabilities.has('sign-in-monitoring') ? signInRegions : [];
  return {
    ...{ repository, parameters, parsed, capabilities, read },
    declared: parseOrganization(read(given.given), given.given),
    regions: [...new Set([homeRegion, ...governedRegions, ...further])],
  };
}

/** The file of the parameters is named from the folder of the task file. */
function settingsFor({ tasksFile, parametersFile }: FileOptions) {
  const { parameters, ...others } = repositorySettings;
  const file = parametersFile && path.relative(path.dirname(tasksFile), parametersFile);
  return {
    ...others,
    parameters: { ...parameters, ...(file && { file }) },
  } satisfies RepositorySettings;
}

function readerOf(
  { given, parameters }: Repository,
  { organizationText, parametersText, regions }: FileOptions,
): Files['read'] {
  const texts = new Map([[path.resolve(given), organizationText]]);
  const read = (file: string) => texts.get(path.resolve(file)) ?? readFileSync(file, 'utf8');
  if (parameters) {
    const text = parametersText ?? read(parameters.file);
    const governed = regions && setParameters(text, { governedRegions: regions });
    texts.set(path.resolve(parameters.file), governed ?? text);
  }
  return read;
}

function withTexts(
  repository: Repository,
  { organizationText }: FileOptions,
  read: Files['read'],
): Repository {
  const { given, parameters, accountNames } = repository;
  const yamlOf = (file: string) => parseYaml(file, read(file));
  const organization =
    organizationText === undefined ? repository.organization : readOrganization(yamlOf(given));
  const { management, accounts } = organization;
  const names = [management, ...accounts].map(({ logicalName }) => logicalName);
  return {
    ...{ ...repository, organization, accountNames: accountNames && new Set(names) },
    parameters: parameters && yamlOf(parameters.file),
  };
}
