// What a saved query finds in which logs. Whichever engine runs the query, DuckDB
// or Trino, the logs and the rows are these.
import {
  daysBefore,
  type Flow,
  type Owner,
  type TrailRecord,
  writeFlows,
  writeTrail,
} from '../logs.ts';

export type Row = Readonly<Record<string, string | null>>;

/** When and where the logs are written. */
export interface World {
  readonly now: Date;
  readonly owner: Owner;
  /** Two accounts of the organization. */
  readonly production: string;
  readonly security: string;
}

interface Written {
  readonly daysAgo: number;
  /** Default: production. */
  readonly account?: string;
  /** Default: us-east-1. */
  readonly region?: string;
}

export interface TrailFile extends Written {
  readonly records: readonly TrailRecord[];
}

export interface FlowFile extends Written {
  readonly hour?: string;
  readonly flows: readonly Flow[];
}

export interface Given {
  readonly trail?: readonly TrailFile[];
  readonly flows?: readonly FlowFile[];
  /** Execution parameters, without the quotes in which Athena takes them. */
  readonly parameters?: readonly string[];
  /** The rows that the query answers, in order; of each row the columns that matter. */
  readonly rows: readonly Row[];
}

export interface Case {
  readonly query: string;
  /** Finishes the name of the query to a sentence. */
  readonly does: string;
  readonly given: (world: World) => Given;
}

/** Writes the logs of a case below a folder that stands for S3. */
export async function writeLogs(
  root: string,
  { trail = [], flows = [] }: Given,
  { now, owner, production }: World,
): Promise<void> {
  const placeOf = ({ daysAgo, account = production, region = 'us-east-1' }: Written) => ({
    account,
    region,
    date: daysBefore(now, daysAgo),
  });
  for (const file of trail) {
    writeTrail(root, placeOf(file), file.records, owner);
  }
  for (const file of flows) {
    await writeFlows(root, placeOf(file), file.flows, file.hour, owner);
  }
}

/** The start of a day's events, as CloudTrail writes it. */
export const timeOf = (now: Date, daysAgo: number): string =>
  `${daysBefore(now, daysAgo)}T00:01:00Z`;

/**
 * The answer with nothing but the columns that are expected, every value as text.
 * A row that the case does not expect is kept whole.
 */
export function comparable(
  rows: readonly Readonly<Record<string, unknown>>[],
  expected: readonly Row[],
): Row[] {
  return rows.map((row, index) =>
    Object.fromEntries(
      Object.keys(expected[index] ?? row).map((name) => [name, textOf(row[name])]),
    ),
  );
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);
