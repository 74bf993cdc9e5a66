import type { Clients } from '../../organization/types.ts';
import type { WantedName } from '../subject.ts';

/** `file` reads what a rehearsal needs to start from; `preflight` what findings are made of. */
export type Detail = 'preflight' | 'file';

/** What is to be read, and how much of it: the same for every account. */
export interface Work {
  readonly detail: Detail;
  readonly homeRegion: string;
  readonly regions: readonly string[];
  /** Of them, those in which detection is deployed; in others only sign-ins are monitored. */
  readonly governed: ReadonlySet<string>;
  readonly partition: string;
  readonly managementAccountId: string;
  /** Management, security, and delegated administrators: only they have what is of the organization. */
  readonly central: ReadonlySet<string>;
  /** The role that is assumed, and the one that deploys. */
  readonly roleNames: ReadonlySet<string>;
  /** By account. */
  readonly wanted: ReadonlyMap<string, readonly WantedName[]>;
}

/** One account in one region, to be read. */
export interface Place extends Work {
  readonly accountId: string;
  readonly region: string;
  readonly clients: Clients;
}

/** Whether a place may have what belongs to the organization: a file wants it wherever it is. */
export const isCentral = ({ central, accountId, detail }: Place): boolean =>
  detail === 'file' || central.has(accountId);

/** Names of a type that a deployment wants in a place; those of global resources in the home region. */
export function wantedHere(
  { wanted, accountId, region, homeRegion }: Place,
  type?: string,
): WantedName[] {
  const names = wanted.get(accountId) ?? [];
  return names.filter(
    (one) => (one.region ?? homeRegion) === region && (type === undefined || one.type === type),
  );
}
