import type { Clients } from '../../organization/types.ts';
import type { Finding } from '../../preflight/finding.ts';

/** Logical names of organization.yml, and the ids of their accounts. */
export type AccountIds = Readonly<Record<string, string>>;

/** An organization that is seeded: who is in it, and access to each account. */
export interface Seeded {
  readonly ids: AccountIds;
  readonly region: string;
  /** Clients of an account by its logical name, in the home region or in another one. */
  clients(logicalName: string, region?: string): Promise<Clients>;
  /** Makes an account outside of the organization. @returns its clients */
  stranger(account: Stranger): Promise<Clients>;
  /** What only AWS itself does: see rehearsal/embedded-aws/README.md. */
  control(method: string, resource: string, body: unknown): Promise<unknown>;
}

/** An account of another owner. */
export interface Stranger {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
}

/** What an operator changes in the repository, besides parameters. */
export interface Edits {
  readonly organization?: (text: string) => string;
  readonly tasks?: (text: string) => string;
  /** Other files, by their path from the folder of the task file. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
}

/** What a finding must be; its words are not compared. */
export type Expected = Pick<Finding, 'kind' | 'level' | 'places' | 'settings'>;

/** An organization that is not blank: what is in it, what preflight says of it, and what solves that. */
export interface ExistingOrganization {
  readonly title: string;
  /** Governed regions; the first is the home region. */
  readonly regions: readonly string[];
  /** The accounts that exist, by their logical names. */
  readonly ids: AccountIds;
  /** organization.yml and parameters as the operator has them before the preflight. */
  readonly before?: Edits & { readonly parameters?: Readonly<Record<string, unknown>> };
  /** Makes what is there, by the calls that made it in reality. */
  seed(seeded: Seeded): Promise<void>;
  /** Exactly what preflight finds. */
  readonly findings: readonly Expected[];
  /** Parameters that solve findings which leave the choice. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What solves findings that have no settings. */
  readonly edits?: Edits;
  /**
   * The holes that the ledger shows once everything is deployed, a line for each account and what is
   * the matter: `Sandbox unreachable: audit-role, flow-logs`.
   */
  readonly holes: readonly string[];
  /** Optional. What the ledger says of a service wherever it is on. */
  readonly shown?: { readonly service: string; readonly reason: RegExp };
}
