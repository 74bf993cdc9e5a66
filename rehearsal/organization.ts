import type { Seed } from './aws-types.ts';
import { Problem } from './problem.ts';
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
  /** Every logical name: accounts, organizational units, policies. */
  readonly logicalNames: Set<string>;
}

interface OrganizationResource {
  readonly Type?: string;
  readonly Properties?: Record<string, unknown>;
}

/** What ofn assumes without DefaultOrganizationAccessRoleName, and what AWS makes by default. */
const ACCESS_ROLE = 'OrganizationAccountAccessRole';

/**
 * Reads the accounts of an organization file.
 *
 * @throws Problem when it declares no management account, or one without an id
 */
export function readOrganization(yaml: YamlFile): Organization {
  const resources = (yaml.value.Organization ?? {}) as Record<string, OrganizationResource>;
  const declared = Object.entries(resources).flatMap(([logicalName, resource]) =>
    typeof resource === 'object' && resource !== null ? [{ logicalName, ...resource }] : [],
  );
  const accounts = declared
    .filter(({ Type }) => Type === 'OC::ORG::Account')
    .map(({ logicalName, Properties }) => account(logicalName, Properties));
  requireNames(yaml, accounts);
  const [management] = declared.filter(({ Type }) => Type === 'OC::ORG::MasterAccount');
  if (!management) {
    throw new Problem({
      file: yaml.file,
      place: 'Organization',
      cause: 'it declares no account of type OC::ORG::MasterAccount',
      remedy:
        'declare the management account; `ofn init` writes the file for an organization that exists',
    });
  }
  const managementAccount = account(management.logicalName, management.Properties);
  const { accountId } = managementAccount;
  if (!accountId || !/^\d{12}$/.test(accountId)) {
    throw new Problem({
      file: yaml.file,
      line: yaml.line('Organization', management.logicalName),
      place: management.logicalName,
      cause: `the AccountId of the management account is ${JSON.stringify(accountId) ?? 'missing'}`,
      remedy: "give its twelve digits, in quotes: AccountId: '111111111111'",
    });
  }
  const root = declared.find(({ Type }) => Type === 'OC::ORG::OrganizationRoot');
  return {
    file: yaml.file,
    management: { ...managementAccount, accountId },
    accounts,
    accessRoleName: String(root?.Properties?.DefaultOrganizationAccessRoleName ?? ACCESS_ROLE),
    logicalNames: new Set(Object.keys(resources)),
  };
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html */
const NEW_NAME = /^[ -~]{1,50}$/;

/** Accounts that exist may have other names. @throws Problem for one that AWS creates no account with */
function requireNames(yaml: YamlFile, accounts: readonly DeclaredAccount[]): void {
  const refused = accounts.find(
    ({ accountId, name }) => accountId === undefined && !NEW_NAME.test(name),
  );
  if (refused) {
    const { logicalName, name } = refused;
    throw new Problem({
      file: yaml.file,
      line: yaml.line('Organization', logicalName, 'Properties', 'AccountName'),
      place: `${logicalName}.AccountName`,
      cause: `AWS Organizations creates no account with the name '${name}': a name has 1 to 50 characters, and each is printable ASCII`,
      remedy:
        'choose another AccountName; or give the AccountId, if the account exists with this one',
    });
  }
}

function account(logicalName: string, properties: Record<string, unknown> = {}): DeclaredAccount {
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
