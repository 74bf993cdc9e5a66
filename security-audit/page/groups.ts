import type { Finding } from '../types.ts';
import { severities } from './names.ts';
import type { Counts } from './types.ts';
import { noCounts, sum } from './types.ts';

/** The findings of one account, service or control, by severity. */
export interface Group {
  key: string;
  counts: Counts;
  total: number;
}

/**
 * Groups findings, the most severe group first.
 * @param keysOf the groups of a finding: none, one or several
 * @param always groups that are there without findings, too
 */
export function groupFindings(
  findings: readonly Finding[],
  keysOf: (finding: Finding) => readonly string[],
  always: Iterable<string> = [],
): Group[] {
  const groups = new Map<string, Counts>([...always].map((key) => [key, noCounts()]));
  for (const finding of findings) {
    for (const key of new Set(keysOf(finding))) {
      const counts = groups.get(key) ?? noCounts();
      counts[finding.severity] += 1;
      groups.set(key, counts);
    }
  }
  return [...groups]
    .map(([key, counts]) => ({ key, counts, total: sum(counts) }))
    .toSorted(bySeverity);
}

function bySeverity(a: Group, b: Group): number {
  const severity = severities.find((name) => a.counts[name] !== b.counts[name]);
  return severity ? b.counts[severity] - a.counts[severity] : inOrder(a.key, b.key);
}

const collator = new Intl.Collator('en', { numeric: true });

/** Natural order of names: `a2` before `a10`. */
export function inOrder(a: string, b: string): number {
  return collator.compare(a, b) || Number(a > b) - Number(a < b);
}
