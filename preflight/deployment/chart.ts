import type { YamlFile } from 'ofn-rehearse';
import { SettingsError } from '../../organization/errors.ts';
import {
  type DeclaredAccounts,
  isMap,
  resolveAccountId,
} from '../../organization/organization-file.ts';
import type { Account } from '../../organization/types.ts';

/** The accounts and units that an organization file declares, with the ids that AWS knows. */
export interface Chart {
  readonly organizationId: string;
  readonly partition: string;
  /** The logical name of the management account. */
  readonly management: string;
  /** Every account by its logical name, that of management too. */
  readonly accounts: ReadonlyMap<string, ChartAccount>;
  readonly units: ReadonlyMap<string, Unit>;
  /** All accounts that the organization has, whether declared or not. */
  readonly listed: readonly Account[];
}

export interface ChartAccount {
  /** Undefined while the account is still to be made. */
  readonly id: string | undefined;
  readonly name: string;
  readonly email: string;
}

interface Unit {
  readonly accounts: readonly string[];
  readonly units: readonly string[];
}

/** What AWS knows of an organization. */
export interface KnownOrganization {
  readonly organizationId: string;
  readonly partition: string;
  readonly accounts: readonly Account[];
}

/** What a binding of org-formation names, once its parameters are in place. */
export interface Binding {
  readonly Account?: unknown;
  readonly ExcludeAccount?: unknown;
  readonly OrganizationalUnit?: unknown;
  readonly ExcludeOrganizationalUnit?: unknown;
  readonly IncludeMasterAccount?: unknown;
  readonly Region?: unknown;
}

interface Declared {
  readonly Type?: unknown;
  readonly Properties?: unknown;
}

const properties = ({ Properties }: Declared): Record<string, unknown> =>
  isMap(Properties) ? Properties : {};

/** The logical names that `!Ref` gives, of one or a list. */
const names = (value: unknown): string[] =>
  [value ?? []].flat().flatMap((one) => (isMap(one) ? [String(one['Ref'])] : []));

/** The chart of an organization file. */
export function chartOf(file: YamlFile, known: KnownOrganization): Chart {
  const { Organization } = file.value;
  const resources = Object.entries(isMap(Organization) ? Organization : {}).filter(
    (entry): entry is [string, Declared] => isMap(entry[1]),
  );
  const declared = new Map(
    resources
      .filter(([, { Type }]) => Type === 'OC::ORG::Account' || Type === 'OC::ORG::MasterAccount')
      .map(([name, resource]) => [name, declaredAccount(properties(resource))]),
  );
  const [management = ''] =
    resources.find(([, { Type }]) => Type === 'OC::ORG::MasterAccount') ?? [];
  return {
    organizationId: known.organizationId,
    partition: known.partition,
    management,
    listed: known.accounts,
    accounts: new Map(
      [...declared].map(([logicalName, { name = logicalName, email = '' }]) => [
        logicalName,
        { id: idOf(logicalName, declared, known.accounts), name, email },
      ]),
    ),
    units: new Map(
      resources
        .filter(([, { Type }]) => Type === 'OC::ORG::OrganizationalUnit')
        .map(([name, resource]) => {
          const { Accounts, OrganizationalUnits } = properties(resource);
          return [name, { accounts: names(Accounts), units: names(OrganizationalUnits) }];
        }),
    ),
  };
}

const declaredAccount = ({ AccountName, AccountId, RootEmail }: Record<string, unknown>) => ({
  ...(AccountName !== undefined && { name: String(AccountName) }),
  ...(AccountId !== undefined && { id: String(AccountId) }),
  ...(RootEmail !== undefined && { email: String(RootEmail) }),
});

function idOf(
  logicalName: string,
  declared: DeclaredAccounts,
  accounts: readonly Account[],
): string | undefined {
  try {
    return resolveAccountId(logicalName, declared, accounts);
  } catch (error) {
    // It is still to be made, or its name is not unique: org-formation refuses that by itself.
    if (error instanceof SettingsError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The logical names of the accounts of a binding, as org-formation resolves it.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/docs/cloudformation-resources.md
 */
export function accountsOf(chart: Chart, binding: Binding): string[] {
  const members = [...chart.accounts.keys()].filter((name) => name !== chart.management);
  const accounts = (value: unknown) => (value === '*' ? members : names(value));
  const bound = new Set([
    ...accounts(binding.Account),
    ...unitAccounts(chart, names(binding.OrganizationalUnit)),
    ...(binding.IncludeMasterAccount === true ? [chart.management] : []),
  ]);
  const excluded = new Set([
    ...accounts(binding.ExcludeAccount),
    ...unitAccounts(chart, names(binding.ExcludeOrganizationalUnit)),
  ]);
  return [...bound].filter((name) => !excluded.has(name));
}

/** The accounts of units, and of the units below them. */
function unitAccounts({ units }: Chart, unitNames: readonly string[]): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) {
      return;
    }
    seen.add(name);
    const { accounts = [], units: below = [] } = units.get(name) ?? {};
    accounts.forEach((account) => void found.add(account));
    below.forEach(visit);
  };
  unitNames.forEach(visit);
  return [...found];
}

export const regionsOf = ({ Region }: Binding): string[] => [Region ?? []].flat().map(String);
