import type { OcsfFinding } from './results.ts';

/** What `inspected_prowler.py` writes about a run. */
export interface Inspected {
  /** Every check that Prowler has for AWS. */
  readonly available: readonly string[];
  /** Elements of a collection of Prowler's, such as `kms_client.keys`. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Those that were run. */
  readonly checks: Readonly<Record<string, InspectedCheck>>;
}

export interface InspectedCheck {
  /** The collections that its source names. */
  readonly reads: readonly string[];
  /** Whether its source skips what is not in use. */
  readonly skipsUnused: boolean;
}

/** A row of `docs/prowler.md`: why these checks have no result. */
export interface Row {
  readonly why: string;
  readonly checks: readonly string[];
}

const kinds = /^(?:none of `(\w+\.\w+)`|unused|manual|other|not run)$/;

/**
 * The rows of the table `prowler-no-result`.
 * @throws Error when the table is not there
 */
export function rowsOf(text: string): Row[] {
  const section = /<!-- prowler-no-result -->(.*)<!-- \/prowler-no-result -->/s.exec(text)?.[1];
  if (section === undefined) {
    throw new Error('There is no table between <!-- prowler-no-result --> and its end');
  }
  const rows = section.matchAll(/^\| (none of `[^`]+`|[a-z ]+) \| [^|]+ \| (`.*`) \|$/gm);
  return [...rows].map(([, why = '', checks = '']) => ({
    why,
    checks: [...checks.matchAll(/`(\w+)`/g)].map(([, check = '']) => check),
  }));
}

/** What the run says against the reasons of the table; nothing when they are true. */
export function untrueReasons(
  rows: readonly Row[],
  run: Inspected,
  findings: readonly OcsfFinding[],
): string[] {
  const manual = new Set(
    findings
      .filter(({ status_code }) => status_code === 'MANUAL')
      .map(({ metadata }) => metadata.event_code),
  );
  return rows.flatMap(({ why, checks }) =>
    checks.flatMap((check) => {
      const problem = problemOf(why, run.checks[check], run.sizes, manual.has(check));
      return problem === undefined ? [] : [`${check}: ${problem}`];
    }),
  );
}

function problemOf(
  why: string,
  check: InspectedCheck | undefined,
  sizes: Inspected['sizes'],
  isManual: boolean,
): string | undefined {
  const [known, collection] = kinds.exec(why) ?? [];
  if (known === undefined) {
    return `'${why}' is not a kind of reason`;
  }
  if (check === undefined) {
    return why === 'not run' ? undefined : 'it was not run';
  }
  if (why === 'not run') {
    return 'it was run';
  }
  if (isManual !== (why === 'manual')) {
    return isManual ? 'Prowler leaves it to a person' : 'Prowler does not leave it to a person';
  }
  if (collection !== undefined) {
    return problemWith(collection, check, sizes[collection]);
  }
  return why === 'unused' && !check.skipsUnused ? 'it does not skip what is unused' : undefined;
}

function problemWith(
  collection: string,
  { reads }: InspectedCheck,
  size: number | undefined,
): string | undefined {
  if (!reads.includes(collection)) {
    return `it does not read ${collection}`;
  }
  return size === 0 ? undefined : `${collection} has ${size ?? 'no known number of'} elements`;
}
