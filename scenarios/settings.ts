import type { Rehearsal } from 'ofn-rehearse';
import { listAccounts as listAll } from '../organization/accounts.ts';
import { parseOrganization } from '../organization/organization-file.ts';
import { type Parameters, parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';
import { sessionsOf } from './sessions.ts';

/** The accounts of the organization as AWS Organizations lists them now. */
export const listAccounts = (rehearsal: Rehearsal): Promise<Account[]> =>
  listAll(sessionsOf(rehearsal).caller.organizations);

/** What an operator has set. */
export function readParameters({ plan, parametersText = '' }: Rehearsal): Parameters {
  return parseParameters(parametersText, plan.parameters?.file ?? 'organization-parameters.yml');
}

/** What coverage is expected by, read from the same files that are deployed. */
export function readSettings(rehearsal: Rehearsal, accounts: readonly Account[]): Settings {
  const { plan, organizationText } = rehearsal;

  return settingsFrom({
    parameters: readParameters(rehearsal),
    organization: parseOrganization(organizationText, plan.organization.file),
    accounts,
  });
}
