import { type Plan, type ProblemParts, problemsOf, type YamlFile } from 'ofn-rehearse';
import { checkAudits } from './audits.ts';
import { checkConfig } from './config.ts';
import type { KnownAccounts } from './config-accounts.ts';
import { checkFlowLogs } from './flow-logs.ts';
import { checkIncidentDetection } from './incident-detection.ts';
import { checkOptInExclusions } from './opt-in-exclusions.ts';
import { checkReports } from './reports.ts';
import { checkValues } from './values.ts';

/** All that is wrong with what an operator sets, as far as files tell. */
export function faultsOfParameters(
  parameters: YamlFile,
  tasks: YamlFile,
  accounts: KnownAccounts,
): ProblemParts[] {
  const checks = [
    () => checkConfig(parameters, accounts),
    () => checkOptInExclusions(parameters, accounts),
    () => checkIncidentDetection(parameters, tasks),
    () => checkValues(parameters),
    () => checkFlowLogs(parameters),
    () => checkReports(parameters),
    () => checkAudits(parameters),
  ];

  return checks.flatMap(problemsOf);
}

/** The same, of an organization that is to be rehearsed. */
export const faultsOfPlan = ({ parameters, tasks, organization, accountNames }: Plan) =>
  parameters
    ? faultsOfParameters(parameters, tasks, {
        organizationFile: organization.file,
        names: accountNames,
      })
    : [];
