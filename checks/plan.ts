import type { CheckedFiles, RepositorySettings } from 'ofn-rehearse';
import { faultsOfAudits } from './audits.ts';
import { faultsOfConfig } from './config.ts';
import type { KnownAccounts } from './config-accounts.ts';
import { withDeclared } from './declared.ts';
import { faultsOfIncidentDetection } from './incident-detection.ts';
import { faultsOfOptInExclusions } from './opt-in-exclusions.ts';
import { faultsOfOwnPolicies } from './own-policies.ts';
import type { Faults } from './parameter.ts';
import { faultsOfNames } from './parameter-names.ts';
import { faultsOfReports } from './reports.ts';
import { signInRegionsOf } from './sign-ins.ts';
import { faultsOfValues } from './values.ts';

/** All that is wrong with what an operator sets, as far as files allow. */
export function* faultsOfFiles(
  { parameters, tasks, organizationFile, accountNames, organization }: CheckedFiles,
  ids?: KnownAccounts['ids'],
): Faults {
  if (!parameters) {
    return;
  }
  const accounts = { organizationFile, names: accountNames, ...(ids && { ids }) };
  const found = [
    ...faultsOfConfig(parameters, accounts),
    ...faultsOfOptInExclusions(parameters, accounts),
    ...faultsOfIncidentDetection(parameters, tasks),
    ...faultsOfValues(parameters),
    ...faultsOfReports(parameters),
    ...faultsOfAudits(parameters),
  ];
  const places = new Set(found.map(({ place }) => place));
  yield* withDeclared(parameters, found);
  yield* faultsOfOwnPolicies(parameters, organization?.resources ?? []);
  for (const fault of faultsOfNames(parameters, tasks)) {
    if (!places.has(fault.place)) {
      yield fault;
    }
  }
}

/** The files that an operator edits, and how a rehearsal and a preflight check them. */
export const repositorySettings = {
  parameters: {
    file: 'organization-parameters.yml',
    homeRegion: 'homeRegion',
    governedRegions: 'governedRegions',
    terminationProtection: 'terminationProtection',
    furtherRegions: { signInRegions: signInRegionsOf },
  },
  check: (files) => faultsOfFiles(files),
} satisfies RepositorySettings;
