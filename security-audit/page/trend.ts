import type { Finding, Run, Tool } from '../types.ts';
import { coverageOf, doubtsOf, scanKey } from './coverage.ts';
import type { Counts, PageInput } from './types.ts';
import { countBySeverity } from './types.ts';

export interface Trend {
  /** The run that this one is compared with. */
  since: Run;
  /** Accounts that both runs scanned: no other counts here. None when no tool ran in both. */
  accounts: ReadonlySet<string>;
  /** Tools of both runs: no other counts here. */
  tools: readonly Tool[];
  appeared: Counts;
  /** Gone, by scans that saw everything. */
  resolved: Counts;
  /** Gone, by scans with errors: the check may have had no result. */
  notKnown: Counts;
  /** Whether a finding of this run is new; undefined where the runs can't be compared. */
  isNew(finding: Finding): boolean | undefined;
}

/** The same in two runs when the same resource fails the same check: not by title or severity. */
export function fingerprint({ tool, account, region, check, resource }: Finding): string {
  return JSON.stringify([tool, account, region, check, resource]);
}

/** What came and went since the last run, where both looked; each fingerprint counts once. */
export function trendOf({ run, findings, previous }: PageInput): Trend | undefined {
  if (previous === undefined) {
    return undefined;
  }
  const tools = toolsOf(run).filter((tool) => toolsOf(previous.run).includes(tool));
  const accounts =
    tools.length === 0
      ? new Set<string>()
      : intersect(coverageOf(run).scanned, coverageOf(previous.run).scanned);
  const compares = ({ account, tool }: Finding) => accounts.has(account) && tools.includes(tool);
  const before = byFingerprint(previous.findings.filter(compares));
  const now = byFingerprint(findings.filter(compares));
  // A check that could not be made has no result, which is not a good one.
  const doubtful = new Set(doubtsOf(run).map((doubt) => scanKey(doubt.account.id, doubt.tool)));
  const isDoubtful = ({ account, tool }: Finding) => doubtful.has(scanKey(account, tool));
  const gone = [...before].filter(([key]) => !now.has(key)).map(([, finding]) => finding);
  return {
    since: previous.run,
    accounts,
    tools,
    appeared: countBySeverity([...now].filter(([key]) => !before.has(key)).map(([, one]) => one)),
    resolved: countBySeverity(gone.filter((finding) => !isDoubtful(finding))),
    notKnown: countBySeverity(gone.filter(isDoubtful)),
    isNew: (finding) => (compares(finding) ? !before.has(fingerprint(finding)) : undefined),
  };
}

const intersect = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> =>
  new Set([...a].filter((one) => b.has(one)));

const toolsOf = (run: Run): Tool[] => run.tools.map(({ name }) => name);

function byFingerprint(findings: readonly Finding[]): Map<string, Finding> {
  return new Map(findings.map((finding) => [fingerprint(finding), finding]));
}
