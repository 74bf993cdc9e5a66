import type { Finding, Run, Severity } from '../types.ts';
import { severities } from './names.ts';

/** What the page is made of. */
export interface PageInput {
  run: Run;
  findings: Finding[];
  /** The last run before this one, for the trend. */
  previous?: { run: Run; findings: Finding[] };
}

export type Counts = Record<Severity, number>;

export function noCounts(): Counts {
  return { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
}

/** How many findings there are of each severity. */
export function countBySeverity(findings: Iterable<Finding>): Counts {
  const counts = noCounts();
  for (const { severity } of findings) {
    counts[severity] += 1;
  }
  return counts;
}

export function sum(counts: Counts): number {
  return severities.reduce((total, severity) => total + counts[severity], 0);
}
