import { readText } from '../../commands/command-line.ts';
import {
  accountIdOf,
  type DeclaredAccounts,
  parseMap,
  parseOrganization,
} from '../../organization/organization-file.ts';
import { Reader } from '../../organization/reader.ts';
import { parseParameters } from '../../organization/settings.ts';
import type { Account } from '../../organization/types.ts';
import { auditExternalId } from '../../templates/parameters.ts';

/** The settings of audits in the organization's files. */
export interface AuditSettings {
  declared: DeclaredAccounts;
  resourcePrefix: string;
  homeRegion: string;
  governedRegions: string[];
  /** Logical name, or id. */
  securityAccount: string;
  roleName: string;
  externalId: string;
}

/** @throws SettingsError, OptionError when a file is missing or wrong */
export async function readSettings(files: {
  organization: string;
  parameters: string;
}): Promise<AuditSettings> {
  const text = await readText(files.parameters);
  const parameters = parseParameters(text, files.parameters);
  const read = new Reader(parseMap(text, files.parameters), files.parameters);
  const { resourcePrefix, homeRegion, governedRegions, securityAccount } = parameters;
  return {
    ...{ resourcePrefix, homeRegion, governedRegions, securityAccount },
    declared: parseOrganization(await readText(files.organization), files.organization),
    roleName: parameters.auditRoleName,
    externalId: read.matching(auditExternalId),
  };
}

/** @throws SettingsError when the organization has no such account */
export function securityAccountId(
  { securityAccount, declared }: Pick<AuditSettings, 'declared' | 'securityAccount'>,
  accounts: readonly Account[],
): string {
  return accountIdOf(securityAccount, declared, accounts);
}
