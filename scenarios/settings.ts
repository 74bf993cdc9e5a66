import type { Rehearsal } from 'ofn-rehearse';
import { listAccounts as listAll } from '../organization/accounts.ts';
import { parseMap, parseOrganization } from '../organization/organization-file.ts';
import { type Parameters, parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';
import { sessionsOf } from './sessions.ts';

/** The accounts of the organization as AWS Organizations lists them now. */
export const listAccounts = (rehearsal: Rehearsal): Promise<Account[]> =>
  listAll(sessionsOf(rehearsal).caller.organizations);

const fileOf = ({ plan }: Rehearsal): string =>
  plan.parameters?.file ?? 'organization-parameters.yml';

/** What an operator has set. */
export function readParameters(rehearsal: Rehearsal): Parameters {
  return parseParameters(rehearsal.parametersText ?? '', fileOf(rehearsal));
}

/** What an operator has set a parameter to, or its default. */
export function settingOf(
  rehearsal: Rehearsal,
  { name, default: fallback }: { readonly name: string; readonly default: string | number },
): string {
  const set = parseMap(rehearsal.parametersText ?? '', fileOf(rehearsal));
  return String(set[name] ?? fallback);
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
