import type { Seed } from './aws-types.ts';
import { faultsOfOrganization } from './organization-checks.ts';
import { type OrganizationResource, resourcesOf } from './organization-resources.ts';
import { ACCOUNT, MANAGEMENT, ROOT } from './organization-types.ts';
import { Problem, requireNone } from './problem.ts';
import type { YamlFile } from './yaml.ts';

export interface DeclaredAccount {
  readonly logicalName: string;
  readonly accountId: string | undefined;
  readonly name: string;
  readonly email: string;
  /** The account's own role for the management account; undefined is that of the root. */
  readonly accessRoleName: string | undefined;
}

/** What an organization file declares. */
export interface Organization {
  readonly file: string;
  readonly management: DeclaredAccount & { readonly accountId: string };
  readonly accounts: DeclaredAccount[];
  /** The role that ofn assumes in the accounts. */
  readonly accessRoleName: string;
  /** All of it, with the files that it includes. */
  readonly resources: readonly OrganizationResource[];
  /** Every logical name: accounts, organizational units, policies. */
  readonly logicalNames: Set<string>;
}

/** What ofn assumes without DefaultOrganizationAccessRoleName, and what AWS makes by default. */
const ACCESS_ROLE = 'OrganizationAccountAccessRole';

/**
 * Reads the accounts of an organization file.
 *
 * @throws Problem with all that org-formation or AWS would refuse of it
 */
export function readOrganization(yaml: YamlFile): Organization {
  requireNone(faultsOfOrganization(yaml));
  const { resources } = resourcesOf(yaml);
  const accounts = resources
    .filter(({ type }) => type === ACCOUNT)
    .map(({ logicalName, properties }) => account(logicalName, properties));
  const [management] = resources
    .filter(({ type }) => type === MANAGEMENT)
    .map(({ logicalName, properties }) => account(logicalName, properties));
  const root = resources.find(({ type }) => type === ROOT);
  return {
    file: yaml.file,
    // There is one, with an id: it has been checked.
    management: management as Organization['management'],
    accounts,
    resources,
    accessRoleName: String(root?.properties.DefaultOrganizationAccessRoleName ?? ACCESS_ROLE),
    logicalNames: new Set(resources.map(({ logicalName }) => logicalName)),
  };
}

function account(
  logicalName: string,
  properties: Readonly<Record<string, unknown>>,
): DeclaredAccount {
  return {
    logicalName,
    accountId: properties.AccountId === undefined ? undefined : String(properties.AccountId),
    name: String(properties.AccountName ?? logicalName),
    email: String(properties.RootEmail ?? `${logicalName.toLowerCase()}@example.com`),
    accessRoleName:
      properties.OrganizationAccessRoleName === undefined
        ? undefined
        : String(properties.OrganizationAccessRoleName),
  };
}

/** The organization as it is before the first run: accounts with an id exist already. */
export function seedOf({ management, accounts, accessRoleName }: Organization): Seed {
  return {
    managementAccountId: management.accountId,
    managementName: management.name,
    managementEmail: management.email,
    accessRoleName,
    accounts: accounts.flatMap(({ accountId, name, email, accessRoleName: own }) =>
      accountId === undefined
        ? []
        : [{ accountId, name, email, ...(own === undefined ? {} : { accessRoleName: own }) }],
    ),
  };
}

/**
 * The same organization file with `count` accounts in all, the management
 * account among them: the missing ones are workload accounts in an
 * organizational unit of their own.
 *
 * @throws Problem when more than `count` are declared
 */
export function withAccounts(text: string, organization: Organization, count: number): string {
  const declared = organization.accounts.length + 1;
  if (count < declared) {
    throw new Problem({
      file: 'the command line',
      place: `--accounts ${count}`,
      cause: `${organization.file} declares ${declared} accounts`,
      remedy: `give ${declared} or more; accounts are added, never left out`,
    });
  }
  const added = Array.from({ length: count - declared }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return { logicalName: `Workload${number}Account`, name: `Workload ${number}` };
  });
  return added.length === 0 ? text : addAccounts(text, added, 'RehearsedWorkloads');
}

/** The same organization file with further accounts, in a further organizational unit. */
export function addAccounts(
  text: string,
  accounts: readonly { logicalName: string; name: string }[],
  unit: string,
): string {
  // Appended as text, so that the user's file stays as it is up to here: the
  // Organization section is the last one, and indentation is as in its first key.
  const match = /^Organization:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( +)\S/m.exec(text);
  const indent = match?.[1] ?? '  ';
  const section = [
    ...accounts.flatMap(({ logicalName, name }) => [
      `${logicalName}:`,
      '  Type: OC::ORG::Account',
      '  Properties:',
      `    AccountName: ${name}`,
      `    RootEmail: ${logicalName.toLowerCase()}@example.com`,
    ]),
    `${unit}Ou:`,
    '  Type: OC::ORG::OrganizationalUnit',
    '  Properties:',
    `    OrganizationalUnitName: ${unit}`,
    '    Accounts:',
    ...accounts.map(({ logicalName }) => `      - !Ref ${logicalName}`),
  ].map((line) => `${indent}${line}`);
  const end = endOfOrganization(text);
  return `${text.slice(0, end).trimEnd()}\n\n${section.join('\n')}\n\n${text.slice(end)}`;
}

/** Where the Organization section ends: at the next top-level key, or at the end. */
function endOfOrganization(text: string): number {
  const start = text.indexOf('\n', /^Organization:/m.exec(text)?.index ?? 0);
  const next = /^[A-Za-z]/m.exec(text.slice(start));
  return next ? start + next.index : text.length;
}
