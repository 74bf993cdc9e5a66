import { parseDocument } from 'yaml';
import { ACCOUNT_ID } from '../lambda/pattern.ts';
import { SettingsError } from './errors.ts';
import type { Account } from './types.ts';

/** An account as organization.yml declares it. */
export interface DeclaredAccount {
  name?: string;
  id?: string;
  email?: string;
  /** The logical name of the unit that it is in; undefined in the root. */
  unit?: string;
  /** Keys of its tags. */
  tagKeys?: readonly string[];
}

/** Accounts by their logical name. */
export type DeclaredAccounts = ReadonlyMap<string, DeclaredAccount>;

const accountTypes = new Set(['OC::ORG::Account', 'OC::ORG::MasterAccount']);

/** @throws SettingsError when the file is not a YAML map */
export function parseMap(text: string, file: string): Record<string, unknown> {
  const value = parsePlain(text, file);
  if (!isMap(value)) {
    throw new SettingsError(`${file} is not a map of keys and values`);
  }
  return value;
}

/**
 * A YAML file with CloudFormation's tags, each read as its plain value: `!Ref X`
 * is 'X'. Every scalar is text, so that an account id keeps its leading zero.
 * @throws SettingsError when the file is not YAML
 */
export function parsePlain(text: string, file: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe' });
  const error = document.errors[0];
  if (error !== undefined) {
    const [line] = error.message.split('\n');
    throw new SettingsError(`${file} is not valid YAML: ${line}`, { cause: error });
  }
  return document.toJS();
}

/** @throws SettingsError when the file declares no account */
export function parseOrganization(text: string, file: string): DeclaredAccounts {
  const { Organization: organization } = parseMap(text, file);
  const resources = isMap(organization) ? Object.entries(organization) : [];
  const units = unitsOf(resources);
  const accounts = resources.flatMap(([logicalName, resource]) =>
    isMap(resource) && accountTypes.has(String(resource['Type']))
      ? [
          [
            logicalName,
            declare(resource['Properties'], units.get(logicalName) ?? units.get('*')),
          ] as const,
        ]
      : [],
  );
  if (accounts.length === 0) {
    throw new SettingsError(
      `${file} declares no account: under Organization it needs resources of type ` +
        [...accountTypes].join(' or '),
    );
  }
  return new Map(accounts);
}

/**
 * The role that org-formation assumes in accounts that name no other: one of Control Tower's is
 * AWSControlTowerExecution.
 */
export function accessRoleOf(text: string, file: string): string {
  const { Organization: organization } = parseMap(text, file);
  const resources = isMap(organization) ? Object.values(organization) : [];
  const root = resources.find((one) => isMap(one) && one['Type'] === 'OC::ORG::OrganizationRoot');
  const properties = isMap(root) && isMap(root['Properties']) ? root['Properties'] : {};
  return String(properties['DefaultOrganizationAccessRoleName'] ?? 'OrganizationAccountAccessRole');
}

/** The unit of each account that is in one. */
function unitsOf(resources: readonly [string, unknown][]): ReadonlyMap<string, string> {
  const units = resources.flatMap(([unit, resource]) => {
    const isUnit = isMap(resource) && resource['Type'] === 'OC::ORG::OrganizationalUnit';
    const properties = isUnit ? resource['Properties'] : undefined;
    const accounts = isMap(properties) ? [properties['Accounts'] ?? []].flat() : [];
    return accounts.map((account) => [String(account), unit] as const);
  });
  return new Map(units);
}

function declare(properties: unknown, unit: string | undefined): DeclaredAccount {
  const { AccountName, AccountId, RootEmail, Tags } = isMap(properties) ? properties : {};
  return {
    ...(typeof AccountName === 'string' && { name: AccountName }),
    ...(typeof AccountId === 'string' && { id: AccountId }),
    ...(typeof RootEmail === 'string' && { email: RootEmail }),
    ...(unit !== undefined && { unit }),
    ...(isMap(Tags) && { tagKeys: Object.keys(Tags) }),
  };
}

/**
 * The account id behind a logical name: its AccountId, else the account with its
 * e-mail address, else the only account that has its name.
 * @throws SettingsError when the organization has no such account, or several
 */
export function resolveAccountId(
  logicalName: string,
  declared: DeclaredAccounts,
  accounts: readonly Account[],
): string {
  const wanted = declared.get(logicalName);
  if (wanted === undefined) {
    throw new SettingsError(
      `organization.yml has no account '${logicalName}': use one of ${[...declared.keys()].join(', ')}`,
    );
  }
  const found = wanted.id ? [wanted.id] : match(wanted, accounts);
  if (found.length !== 1 || found[0] === undefined) {
    throw new SettingsError(
      `${found.length} accounts of the organization are ${logicalName} (RootEmail ` +
        `'${wanted.email ?? ''}', AccountName '${wanted.name ?? ''}'): give its AccountId in organization.yml`,
    );
  }
  return found[0];
}

/**
 * The account id that was given: as it is, or by its logical name.
 * @throws SettingsError as resolveAccountId does
 */
export function accountIdOf(
  given: string,
  declared: DeclaredAccounts,
  accounts: readonly Account[],
): string {
  return ACCOUNT_ID.test(given) ? given : resolveAccountId(given, declared, accounts);
}

function match(wanted: DeclaredAccount, accounts: readonly Account[]): string[] {
  const email = wanted.email?.toLowerCase();
  const byEmail = accounts.filter((account) => account.email.toLowerCase() === email);
  const byName = accounts.filter((account) => account.name === wanted.name);
  return (byEmail.length > 0 ? byEmail : byName).map(({ id }) => id);
}

/** Whether a value is a map of keys and values. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
