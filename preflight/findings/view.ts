import type { AccountSnapshot, PlaceSnapshot } from 'ofn-rehearse';
import { SettingsError } from '../../organization/errors.ts';
import { resolveAccountId } from '../../organization/organization-file.ts';
import type { Parameter } from '../../organization/parameters.ts';
import * as parameters from '../../templates/parameters.ts';
import type { Subject } from '../subject.ts';

/** One account in one region. */
export interface Spot {
  readonly account: AccountSnapshot;
  readonly place: PlaceSnapshot;
}

const catalogue: Readonly<Record<string, Parameter>> = parameters;

type View = Pick<Subject, 'snapshot' | 'declared' | 'parameters'>;

export const isActive = ({ state }: Pick<AccountSnapshot, 'state'>): boolean => state === 'ACTIVE';

export function accountOf({ snapshot }: Pick<Subject, 'snapshot'>, id: string) {
  return snapshot.accounts.find((account) => account.Id === id);
}

/** Undefined where the account is not in the organization, or the region was not read. */
export function spotOf(
  subject: Pick<Subject, 'snapshot'>,
  accountId: string,
  region: string,
): Spot | undefined {
  const account = accountOf(subject, accountId);
  const place = account?.places.find((each) => each.region === region);
  return account && place ? { account, place } : undefined;
}

export const spotsOf = ({ snapshot }: Pick<Subject, 'snapshot'>): Spot[] =>
  snapshot.accounts.flatMap((account) => account.places.map((place) => ({ account, place })));

/** Where something is found. */
export const at = (accountId?: string, region?: string) => ({
  ...(accountId !== undefined && { accountId }),
  ...(region !== undefined && { region }),
});

/** The logical names of accounts by their ids; an account that is still to be made has none. */
export function logicalNames({ snapshot, declared }: View): ReadonlyMap<string, string> {
  const accounts = snapshot.accounts.map(({ Id, Name, Email, state }) => ({
    id: Id,
    name: Name,
    email: Email,
    state,
  }));
  const known = new Set(accounts.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const name of declared.keys()) {
    try {
      const id = resolveAccountId(name, declared, accounts);
      if (known.has(id)) {
        names.set(id, name);
      }
    } catch (error) {
      if (!(error instanceof SettingsError)) {
        throw error; // otherwise it is still to be made
      }
    }
  }
  return names;
}

/** The logical name of the unit from which nothing is deployed. */
export const suspendedUnit = ({ parameters: { value } }: View): string =>
  String((value.suspendedOu as { Ref?: unknown } | undefined)?.Ref ?? 'SuspendedOu');

/** Declared accounts outside of the suspended unit, whatever their state is, with their names. */
export function boundAccounts(subject: View): { account: AccountSnapshot; name: string }[] {
  const names = logicalNames(subject);
  const suspended = suspendedUnit(subject);
  return subject.snapshot.accounts.flatMap((account) => {
    const name = names.get(account.Id);
    const isBound = name !== undefined && subject.declared.get(name)?.unit !== suspended;
    return isBound ? [{ account, name }] : [];
  });
}

/** A parameter's value, or its default. */
export function parameterOf(
  { parameters: { value } }: View,
  name: keyof typeof parameters,
): unknown {
  return value[name] ?? catalogue[name]?.default;
}

/** What every name begins with. */
export const prefixOf = (subject: View): string => String(parameterOf(subject, 'resourcePrefix'));

/** Accounts in a sentence. */
export function named(accounts: readonly Pick<AccountSnapshot, 'Id' | 'Name'>[]): string {
  return listed(accounts.map(({ Id, Name }) => `${Name} ${Id}`));
}

/** The first five in a sentence. */
export function listed(texts: readonly string[]): string {
  const more = texts.length > 5 ? ` and ${texts.length - 5} more` : '';
  return `${texts.slice(0, 5).join(', ')}${more}`;
}
