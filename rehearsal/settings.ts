import { readFileSync } from 'node:fs';
import { listAccounts as listAll } from '../coverage/accounts.ts';
import { parseOrganization } from '../coverage/organization-file.ts';
import { type Parameters, parseParameters, settingsFrom } from '../coverage/settings.ts';
import type { Account, Settings } from '../coverage/types.ts';
import type { Plan } from './plan.ts';
import type { Rehearsal } from './rehearsal.ts';

/** The accounts of the organization as AWS Organizations lists them now. */
export const listAccounts = (rehearsal: Rehearsal): Promise<Account[]> =>
  listAll(rehearsal.sessions.caller.organizations);

/** What an operator has set. */
export function readParameters({ parameters, parametersText }: Plan): Parameters {
  const file = parameters?.file ?? 'organization-parameters.yml';

  return parseParameters(parametersText ?? readFileSync(file, 'utf8'), file);
}

/** What coverage is expected by, read from the same files that are deployed. */
export function readSettings(plan: Plan, accounts: readonly Account[]): Settings {
  const { organization, organizationText } = plan;

  return settingsFrom({
    parameters: readParameters(plan),
    organization: parseOrganization(organizationText, organization.file),
    accounts,
  });
}
