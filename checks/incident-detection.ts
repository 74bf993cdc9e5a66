import path from 'node:path';
import { fileOf, problemAt, tasksOf, type YamlFile } from 'ofn-rehearse';
import { checkAlerts } from './alerts.ts';
import { checkFindings } from './findings.ts';
import { checkGuardDuty } from './guard-duty.ts';
import { checkSignInRegions, checkSignIns } from './sign-ins.ts';

/**
 * Checks all that an operator sets of incident detection: who is told, which sign-ins and which
 * findings, and the files of networks, countries and addresses. What is not set has the defaults of
 * the capabilities' task files.
 *
 * @param tasks the root task file, which says what is deployed
 * @throws Problem for the first thing that can't be deployed, with file and line
 */
export function checkIncidentDetection(parameters: YamlFile, tasks: YamlFile): void {
  const folderOf = foldersIn(parameters, tasks);
  checkAlerts(parameters);
  if (folderOf.included('alerts')) {
    requireSet(parameters, 'alertEmail', 'give the address of a mailbox that people read');
  }
  if ('signInRegions' in parameters.value || folderOf.included('alerts')) {
    checkSignInRegions(parameters);
  }
  if (folderOf.included('sign-in-monitoring')) {
    const remedy = 'give the path of a list of networks, such as ../../known-networks.txt';
    requireSet(parameters, 'knownNetworksFile', remedy);
  }
  checkSignIns(parameters, folderOf.path('sign-in-monitoring'));
  checkGuardDuty(parameters);
  checkFindings(parameters, folderOf.path('findings'));
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

function requireSet(parameters: YamlFile, key: string, remedy: string): void {
  const value = parameters.value[key];
  if (value === undefined || value === '') {
    throw problemAt(parameters, [key], { cause: `${key} is not set`, remedy });
  }
}
