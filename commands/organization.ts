import { listAccounts } from '../organization/accounts.ts';
import type { OpenSessions, SessionOptions } from '../organization/clients.ts';
import {
  accessRoleOf,
  type DeclaredAccounts,
  parseOrganization,
} from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Account, Settings } from '../organization/types.ts';
import { readText } from './command-line.ts';

export type Connect = (options: SessionOptions) => Promise<OpenSessions>;

/** Options of every command that reads an organization, as `Command.option` takes them. */
export const organizationOption = [
  '--organization <file>',
  'file of the organization',
  'organization.yml',
] as const;
export const parametersOption = [
  '--parameters <file>',
  'file of its parameters',
  'organization-parameters.yml',
] as const;
export const roleOption = [
  '--role <name>',
  'role to assume in the accounts (default: that of org-formation in organization.yml)',
] as const;

/** What these options set. */
export interface OrganizationOptions {
  organization: string;
  parameters: string;
  role?: string;
}

/** An organization that is open to a command. */
export interface OpenOrganization {
  sessions: OpenSessions;
  accounts: Account[];
  settings: Settings;
  declared: DeclaredAccounts;
}

/**
 * Reads the files, connects, and lists the accounts. The sessions last as long as `work`.
 * @param regions governed regions, in place of those of the file
 * @throws CoverageError when a file is wrong, or the credentials do not work
 */
export async function withOrganization<T>(
  { organization, parameters: file, role, regions }: OrganizationOptions & { regions?: string[] },
  connect: Connect,
  work: (open: OpenOrganization) => Promise<T>,
): Promise<T> {
  const parameters = parseParameters(await readText(file), file);
  const text = await readText(organization);
  const declared = parseOrganization(text, organization);
  const roleName = role ?? accessRoleOf(text, organization);
  const sessions = await connect({ homeRegion: parameters.homeRegion, roleName });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    const given = { parameters, organization: declared, accounts, ...(regions && { regions }) };
    return await work({ sessions, accounts, settings: settingsFrom(given), declared });
  } finally {
    sessions.close();
  }
}
