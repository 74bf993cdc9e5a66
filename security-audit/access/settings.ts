import { readText } from '../../commands/command-line.ts';
import {
  type DeclaredAccounts,
  parseMap,
  parseOrganization,
  resolveAccountId,
} from '../../organization/organization-file.ts';
import { parseParameters } from '../../organization/settings.ts';
import type { Account } from '../../organization/types.ts';
import { OptionError } from '../errors.ts';

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

/** The defaults of templates/audit-role. */
const defaults = {
  auditRoleName: 'AssumableSecurityAuditRole',
  auditExternalId: 'ofn-audit-security-audit',
} as const;

/** @throws SettingsError, OptionError when a file is missing or wrong */
export async function readSettings(files: {
  organization: string;
  parameters: string;
}): Promise<AuditSettings> {
  const text = await readText(files.parameters);
  const parameters = parseParameters(text, files.parameters);
  const map = parseMap(text, files.parameters);
  const textOf = (key: keyof typeof defaults): string => {
    const value = map[key] ?? defaults[key];
    if (typeof value !== 'string' || value === '') {
      const given = JSON.stringify(value);
      throw new OptionError(`${files.parameters}: ${key} is ${given}: set it to a string`);
    }
    return value;
  };
  const { resourcePrefix, homeRegion, governedRegions, securityAccount } = parameters;
  return {
    ...{ resourcePrefix, homeRegion, governedRegions, securityAccount },
    declared: parseOrganization(await readText(files.organization), files.organization),
    roleName: textOf('auditRoleName'),
    externalId: textOf('auditExternalId'),
  };
}

/** @throws SettingsError when the organization has no such account */
export function securityAccountId(
  { securityAccount, declared }: Pick<AuditSettings, 'declared' | 'securityAccount'>,
  accounts: readonly Account[],
): string {
  return /^\d{12}$/.test(securityAccount)
    ? securityAccount
    : resolveAccountId(securityAccount, declared, accounts);
}
