/** What every source's findings are read into. All texts are one line, bounded and printable. */
export interface Finding {
  /** Stays the same when the finding is updated. */
  id: string;
  /** Who found it, for people: GuardDuty, Security Hub (Inspector), Access Analyzer. */
  source: string;
  types: readonly string[];
  title: string;
  description: string;
  /** From 0 to 10, with a name by GuardDuty's scale. */
  severity: number;
  severityName: SeverityName;
  /** Empty when the event does not tell it. */
  accountId: string;
  region: string;
  /** Kind, and ids or ARNs. */
  resource: string;
  firstSeen: string;
  lastSeen: string;
  /** How often it was seen, where the source counts that. */
  count?: number | undefined;
  /** Why nobody is to be told of it: archived, resolved, told by another source. */
  mutedBy?: string | undefined;
  /** Where it is in the console; empty when that cannot be told. */
  link: string;
}

/** A finding, or what came instead of one. */
export type Reading =
  | { kind: 'finding'; finding: Finding }
  | { kind: 'unreadable'; reason: string; raw: unknown };

export type SeverityName = 'Low' | 'Medium' | 'High' | 'Critical';

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export function severityNameOf(severity: number): SeverityName {
  if (severity >= 9) return 'Critical';
  if (severity >= 7) return 'High';
  if (severity >= 4) return 'Medium';
  return 'Low';
}
