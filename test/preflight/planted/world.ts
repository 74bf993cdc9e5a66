import type { Clients } from '../../../organization/types.ts';
import type { WantedName } from '../../../preflight/subject.ts';

/** An organization in which something is planted. */
export interface World {
  /** Ids by logical names, those of accounts outside of the organization too. */
  readonly ids: Readonly<Record<string, string>>;
  /** Clients of an account by its logical name. */
  clients(logicalName: string, region?: string): Promise<Clients>;
  /** What the deployment wants of a type in the home region. */
  wanted(type: string): WantedName;
  /** Makes an account outside of the organization. @returns its clients */
  stranger(logicalName: string): Promise<Clients>;
  /** What only AWS itself does. */
  control(method: string, resource: string, body: unknown): Promise<unknown>;
}

/** What collides, and what a preflight says of it. */
export interface Planted {
  /** The kinds that are found, once for each time. */
  readonly kinds: readonly string[];
  /** What an operator has set, so that it collides. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Accounts that the operator declares, by logical name and id. */
  readonly declares?: Readonly<Record<string, string>>;
  plant(world: World): Promise<void>;
}
