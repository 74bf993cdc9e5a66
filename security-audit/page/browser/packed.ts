import type { Tool } from '../../types.ts';

/** What findings of one check share; numbers are places in the lists of `Packed`. */
export interface Kind {
  tool: Tool;
  check: string;
  title: string;
  /** A place in `severities`: 0 is the most severe. */
  severity: number;
  service: number;
  controls: number[];
}

/** All findings, as the page carries them. Lists are sorted, so that their places sort as well. */
export interface Packed {
  accounts: [id: string, name: string][];
  services: string[];
  regions: string[];
  controls: string[];
  resources: string[];
  kinds: Kind[];
  /** Columns: one number a finding, a place in the list of that name. */
  kind: number[];
  account: number[];
  region: number[];
  resource: number[];
  /** One letter a finding: n is new since the last run, s was seen before, - can't be compared. */
  change: string;
}

/** Reads what the page carries: base64 of gzip of JSON. */
export async function unpack(base64: string): Promise<Packed> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json() as Promise<Packed>;
}
