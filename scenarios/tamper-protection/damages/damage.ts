import type { Clients } from '../../../organization/types.ts';

/** An account of the sample organization, by its logical name. */
export type Owner =
  | 'ManagementAccount'
  | 'SecurityAccount'
  | 'LogArchiveAccount'
  | 'ProductionAccount'
  | 'DevelopmentAccount'
  | 'SandboxAccount';

/** What kind of damage it is. */
export type Kind = 'delete' | 'disable' | 'narrow' | 'widen' | 'redirect' | 'forge' | 'starve';

/** Who does damage, and where. */
export interface Attack {
  /** The account that has what is damaged. */
  readonly accountId: string;
  readonly region: string;
  /** Of who does it, in that region. */
  readonly clients: Clients;
  readonly idOf: (owner: Owner) => string;
  /** Sends a request without a signature. */
  readonly unsigned: (request: Unsigned) => Promise<unknown>;
}

/** A request to a service of the region, by `POST` unless it says otherwise. */
export interface Unsigned {
  readonly service: string;
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Undoes damage. */
export type Undo = () => Promise<unknown>;

interface Deed {
  readonly kind: Kind;
  /** Continues "an administrator ...", or "an outsider ...". */
  readonly name: string;
  /** The account that has what is damaged. */
  readonly account: Owner;
  /** Optional. Default: the home region. */
  readonly region?: string;
  /** The first call that changes something is the one that is denied. */
  readonly does: (attack: Attack) => Promise<unknown>;
}

/** What an administrator of an account may try, and what notices it. */
export interface Inside extends Deed {
  readonly by?: undefined;
  /** Whether `does` returns its {@link Undo}: that is done before all damage that stays. */
  readonly isUndone?: true;
  /** The policy of organization-policies.yml that denies it; the management account has none. */
  readonly policy?: 'ProtectDetection' | 'ProtectBaseline' | 'ProtectBuses';
  /**
   * The cell of the ledger that names it where no policy denies it; or why none does; or why only
   * the denial is tried.
   */
  readonly ledger: Seen | { readonly because: string } | { readonly untried: string };
  /** The alarm on the trail that it raises, by its name in filters.yml. */
  readonly alarm?: string;
}

/** What a principal without a role in the account may try, and what refuses it. */
export interface Outside extends Deed {
  readonly by: Outsider;
  /** What refuses it, as in "the policy of the topic". */
  readonly refusedBy: string;
  /** The error that says so, and not that something is missing: its name and message. */
  readonly says: RegExp;
}

/**
 * A `stranger` is the administrator of an account of no organization, `sandbox` that of another
 * account of the organization, by a role that its policies exempt. The `scanner` is the role that
 * scans, which only has to show the external id, and an `unsigned` request has no principal.
 */
export type Outsider = 'stranger' | 'sandbox' | 'scanner' | 'unsigned';

export type Damage = Inside | Outside;

export interface Seen {
  readonly service: string;
  /** Optional. Other services of the same account and region whose cells name it as well. */
  readonly alsoIn?: readonly string[];
  /** Whether the cells of all accounts name it, as of a rule of the organization; or of all regions too. */
  readonly isOfAll?: 'accounts' | 'accounts and regions';
  /** All that the reason of the cell says of it: the text of each difference. */
  readonly says: RegExp;
}

export const isInside = (damage: Damage): damage is Inside => damage.by === undefined;

/** The first of a list, or an error that says what there is none of. */
export function first<T>(all: readonly T[] | undefined, what: string): T {
  const [one] = all ?? [];
  if (one === undefined) {
    throw new Error(`expected ${what}, got none`);
  }
  return one;
}

/** A policy with another statement, as its text. */
export function widened(text: string | undefined, statement: object): string {
  const policy = JSON.parse(text ?? '{}') as { Statement?: object[] };
  return JSON.stringify({
    Version: '2012-10-17',
    ...policy,
    Statement: [...(policy.Statement ?? []), statement],
  });
}

/** Any principal of any account may. */
export const forAnyPrincipal = (Action: string | string[], Resource: string | string[]) => ({
  ...{ Sid: 'AnyPrincipal', Effect: 'Allow', Principal: '*' },
  Action,
  Resource,
});
