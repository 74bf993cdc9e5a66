/** ofn-rehearse: a whole AWS organization, rehearsed with the real org-formation on one machine. */

export type { AwsEvent, Evaluated, Evaluation, Stack } from './aws-types.ts';
export type { Call } from './calls.ts';
export {
  defineRehearsal,
  loadConfig,
  type RehearsalConfig,
} from './config.ts';
export type { Connection } from './connection.ts';
export { EmbeddedAws, python } from './embedded-aws.ts';
export { explainFailure, isComplete, shortPath } from './failure.ts';
export { didYouMean, nearest } from './nearest.ts';
export type { OfnResult } from './ofn.ts';
export { addAccounts, readOrganization } from './organization.ts';
export { type OrganizationResource, referencesIn, resourcesOf } from './organization-resources.ts';
export { type ParametersFile, setParameters } from './parameters-file.ts';
export { type Plan, planOf, type RehearsalOptions, type RehearsalSettings } from './plan.ts';
export { time as playOne } from './play.ts';
export {
  attempt,
  inOrderOfFiles,
  Problem,
  type ProblemParts,
  problemOf,
  renderProblem,
  requireNone,
  whereIs,
} from './problem.ts';
export { type PerformOptions, Rehearsal } from './rehearsal.ts';
export { type Rehearsed, rehearse } from './rehearse.ts';
export { isGood, type LedgerCell, type PlayedScenario, type Report } from './report.ts';
export {
  type CheckedFiles,
  faultsOf,
  type Repository,
  type RepositorySettings,
  readRepository,
} from './repository.ts';
export { hasType, type Scenario, type World } from './scenario.ts';
export { parseSnapshot, readSnapshotFile } from './snapshot/file.ts';
export type * from './snapshot/format.ts';
export { renderReport } from './table.ts';
export { declaredIn, givenBy } from './task-parameters.ts';
export { fileOf, kebabCase, type Task, tasksOf } from './tasks-file.ts';
export { tearDown } from './teardown.ts';
export {
  parseYaml,
  parseYamlText,
  partsAt,
  readYaml,
  readYamlText,
  type YamlFile,
  type YamlText,
} from './yaml.ts';
