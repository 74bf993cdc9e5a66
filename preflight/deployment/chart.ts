import path from 'node:path';
import { parseYaml } from 'ofn-rehearse';
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

/** Reads the text of a file, as an operator has it. */
export type ReadText = (file: string) => string;

/** What an organization file declares, by its logical name. */
export type OrganizationResources = ReadonlyMap<string, DeclaredResource>;

interface DeclaredResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * What an organization file declares, and the files that it includes.
 *
 * @throws Problem when one is not YAML
 */
export function organizationResources(file: string, read: ReadText): OrganizationResources {
  const { Organization } = parseYaml(file, read(file)).value;
  return new Map(resourcesIn(Organization, file, read));
}

function* resourcesIn(
  value: unknown,
  file: string,
  read: ReadText,
): Generator<[string, DeclaredResource]> {
  for (const [name, resource] of Object.entries(isMap(value) ? value : {})) {
    const { Type, Properties, 'Fn::Include': included } = isMap(resource) ? resource : {};
    if (name === '<<' && included !== undefined) {
      const other = path.join(path.dirname(file), String(included));
      yield* resourcesIn(parseYaml(other, read(other)).value, other, read);
    } else {
      yield [name, { type: String(Type), properties: isMap(Properties) ? Properties : {} }];
    }
  }
}

/** The logical names that `!Ref` gives, of one or a list. */
export const namesIn = (value: unknown): string[] =>
  [value ?? []].flat().flatMap((one) => (isMap(one) ? [String(one['Ref'])] : []));

/** The chart of what an organization file declares. */
export function chartOf(resources: OrganizationResources, known: KnownOrganization): Chart {
  const ofType = (...types: readonly string[]) =>
    [...resources].filter(([, { type }]) => types.includes(type));
  const declared = new Map(
    ofType('OC::ORG::Account', 'OC::ORG::MasterAccount').map(([name, { properties }]) => [
      name,
      declaredAccount(properties),
    ]),
  );
  const [[management = ''] = []] = ofType('OC::ORG::MasterAccount');
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
      ofType('OC::ORG::OrganizationalUnit').map(([name, { properties }]) => [
        name,
        {
          accounts: namesIn(properties['Accounts']),
          units: namesIn(properties['OrganizationalUnits']),
        },
      ]),
    ),
  };
}

const declaredAccount = ({
  AccountName,
  AccountId,
  RootEmail,
}: DeclaredResource['properties']) => ({
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
  const accounts = (value: unknown) => (value === '*' ? members : namesIn(value));
  const bound = new Set([
    ...accounts(binding.Account),
    ...unitAccounts(chart, namesIn(binding.OrganizationalUnit)),
    ...(binding.IncludeMasterAccount === true ? [chart.management] : []),
  ]);
  const excluded = new Set([
    ...accounts(binding.ExcludeAccount),
    ...unitAccounts(chart, namesIn(binding.ExcludeOrganizationalUnit)),
  ]);
  return [...bound].filter((name) => !excluded.has(name));
}

/** The accounts of units, and of the units below them. */
export function unitAccounts({ units }: Chart, unitNames: readonly string[]): string[] {
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
