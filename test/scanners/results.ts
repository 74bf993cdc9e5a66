/** What Prowler says of one resource, as far as these tests read it. */
export interface OcsfFinding {
  readonly status_code: string;
  readonly cloud: { readonly account: { readonly uid: string } };
  readonly metadata: { readonly event_code: string };
}

/** Letters of the accounts, by check. */
export type Table = Record<string, string>;

/** The findings of an account, and the letter that `docs/prowler.md` has for it. */
export interface Judged {
  readonly letter: string;
  readonly findings: readonly OcsfFinding[];
}

const checkOf = ({ metadata }: OcsfFinding): string => metadata.event_code;

/** Checks that fail, and in which accounts. */
export function failedChecks(accounts: readonly Judged[]): Table {
  return tableOf(accounts, (findings) =>
    findings.filter(({ status_code }) => status_code === 'FAIL').map(checkOf),
  );
}

/**
 * Checks that were asked for and have no result, which is not the same as a good one: nothing is
 * known of what they judge. That holds for results that say neither PASS nor FAIL, too.
 */
export function unknownChecks(accounts: readonly Judged[], expected: readonly string[]): Table {
  return tableOf(accounts, (findings) => {
    const results = findings.filter(({ status_code }) => ['PASS', 'FAIL'].includes(status_code));
    const known = new Set(results.map(checkOf));
    return expected.filter((check) => !known.has(check));
  });
}

function tableOf(
  accounts: readonly Judged[],
  checksOf: (findings: readonly OcsfFinding[]) => readonly string[],
): Table {
  const seen: Record<string, string[]> = {};
  for (const { letter, findings } of accounts) {
    for (const check of new Set(checksOf(findings))) {
      seen[check] = [...(seen[check] ?? []), letter];
    }
  }
  return Object.fromEntries(Object.entries(seen).map(([check, where]) => [check, where.join(' ')]));
}

/**
 * The table of a document that stands between the markers `<!-- name -->` and `<!-- /name -->`.
 * @throws Error when the markers are not there
 */
export function toldTable(text: string, name: string): Table {
  const section = text.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`);
  if (section === undefined || section.length < 2) {
    throw new Error(`There is no table between <!-- ${name} --> and <!-- /${name} -->`);
  }
  const rows = (section[0] ?? '').matchAll(/^\| `(\w+)` \| ([MSL ]+) \|/gm);
  return Object.fromEntries([...rows].map(([, check = '', letters = '']) => [check, letters]));
}
