import type { Clients } from '../../../organization/types.ts';

/** An account of the sample organization, by its logical name. */
export type Owner =
  | 'ManagementAccount'
  | 'SecurityAccount'
  | 'LogArchiveAccount'
  | 'ProductionAccount'
  | 'DevelopmentAccount'
  | 'SandboxAccount';

/** Who does damage, and where. */
export interface Attack {
  readonly accountId: string;
  readonly region: string;
  readonly clients: Clients;
}

/** What an administrator of an account may try, and what notices it. */
export interface Damage {
  /** Continues "an administrator ...". */
  readonly name: string;
  readonly account: Owner;
  /** Optional. Default: the home region. */
  readonly region?: string;
  /** The first call that changes something is the one that a policy denies. */
  readonly does: (attack: Attack) => Promise<unknown>;
  /** The policy of organization-policies.yml that denies it; the management account has none. */
  readonly policy?: 'ProtectDetection' | 'ProtectBaseline' | 'ProtectBuses';
  /** The cell of the ledger that names it where no policy denies it; or why none does. */
  readonly ledger: Seen | { readonly because: string };
}

export interface Seen {
  readonly service: string;
  /** Whether the cells of all accounts name it, as of a rule of the organization. */
  readonly isOfAllAccounts?: true;
  /** What the reason of the cell says. */
  readonly says: RegExp;
}

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
