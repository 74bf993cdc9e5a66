import path from 'node:path';
import { fileOf, partsAt, tasksOf, type YamlFile } from 'ofn-rehearse';
import { faultsOfAlerts } from './alerts.ts';
import { faultsOfFindings } from './findings.ts';
import { faultsOfGuardDuty } from './guard-duty.ts';
import type { Faults } from './parameter.ts';
import { faultsOfSignInRegions, faultsOfSignIns } from './sign-ins.ts';

/**
 * What can't be deployed of all that an operator sets of incident detection: recipients, which
 * sign-ins and which findings, and the files of networks, countries and addresses. What is not set
 * has the defaults of the capabilities' task files.
 *
 * @param tasks the root task file, which says what is deployed
 */
export function* faultsOfIncidentDetection(parameters: YamlFile, tasks: YamlFile): Faults {
  const folderOf = foldersIn(parameters, tasks);
  yield* faultsOfAlerts(parameters);
  if (folderOf.included('alerts')) {
    yield* unlessSet(parameters, 'alertEmail', 'give the address of a mailbox that is read');
  }
  if ('signInRegions' in parameters.value || folderOf.included('alerts')) {
    yield* faultsOfSignInRegions(parameters);
  }
  if (folderOf.included('sign-in-monitoring')) {
    const remedy = 'give the path of a list of networks, such as ../../known-networks.txt';
    yield* unlessSet(parameters, 'knownNetworksFile', remedy);
  }
  yield* faultsOfSignIns(parameters, folderOf.path('sign-in-monitoring'));
  yield* faultsOfGuardDuty(parameters);
  yield* faultsOfFindings(parameters, folderOf.path('findings'));
}

/** The capabilities that a task file includes: the names of their folders. */
export function capabilitiesOf(tasks: YamlFile): ReadonlySet<string> {
  return new Set(folders(tasks).map((folder) => path.basename(folder)));
}

const folders = (tasks: YamlFile): string[] =>
  tasksOf(tasks)
    .filter(({ type }) => type === 'include')
    .flatMap((task) => fileOf(task, 'Path') ?? [])
    .map((file) => path.dirname(file));

/** Where the capabilities lie that a task file includes, and the others lie in this repository. */
function foldersIn(parameters: YamlFile, tasks: YamlFile) {
  const find = (name: string) => folders(tasks).find((folder) => path.basename(folder) === name);
  return {
    included: (name: string): boolean => find(name) !== undefined,
    path: (name: string): string =>
      find(name) ?? path.join(path.dirname(parameters.file), 'templates', name),
  };
}

function* unlessSet(parameters: YamlFile, key: string, remedy: string): Faults {
  const value = parameters.value[key];
  if (value === undefined || value === '') {
    yield partsAt(parameters, [key], { cause: `${key} is not set`, remedy });
  }
}
