import type { Finding, Run, Tool } from '../types.ts';
import { coverageOf } from './coverage.ts';
import type { Counts, PageInput } from './types.ts';
import { noCounts } from './types.ts';

export interface Trend {
  /** The run that this one is compared with. */
  since: Run;
  /** Accounts that both runs scanned: no other counts here. None when no tool ran in both. */
  accounts: ReadonlySet<string>;
  /** Tools of both runs: no other counts here. */
  tools: readonly Tool[];
  appeared: Counts;
  resolved: Counts;
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
  return {
    since: previous.run,
    accounts,
    tools,
    appeared: countMissing(now, before),
    resolved: countMissing(before, now),
    isNew: (finding) => (compares(finding) ? !before.has(fingerprint(finding)) : undefined),
  };
}

const intersect = (a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> =>
  new Set([...a].filter((one) => b.has(one)));

const toolsOf = (run: Run): Tool[] => run.tools.map(({ name }) => name);

function byFingerprint(findings: readonly Finding[]): Map<string, Finding> {
  return new Map(findings.map((finding) => [fingerprint(finding), finding]));
}

/** Counts those that the other run does not have. */
function countMissing(
  findings: ReadonlyMap<string, Finding>,
  other: ReadonlyMap<string, Finding>,
): Counts {
  const counts = noCounts();
  for (const [key, { severity }] of findings) {
    counts[severity] += other.has(key) ? 0 : 1;
  }
  return counts;
}
