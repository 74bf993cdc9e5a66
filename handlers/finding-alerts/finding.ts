/** The common form of findings of all sources. All texts are one line, bounded and printable. */
export interface Finding {
  /** Stays the same when the finding is updated. */
  id: string;
  /** The source, to display: GuardDuty, Security Hub (Inspector), Access Analyzer, AWS Config. */
  source: string;
  types: readonly string[];
  /** The rule of rules.yml, of a finding of AWS Config. */
  rule?: string | undefined;
  title: string;
  description: string;
  /** From 0 to 10, with a name by GuardDuty's scale. */
  severity: number;
  severityName: SeverityName;
  /** Empty when the event lacks it. */
  accountId: string;
  region: string;
  /** Kind, and ids or ARNs. */
  resource: string;
  firstSeen: string;
  lastSeen: string;
  /** How often it was seen, where the source counts that. */
  count?: number | undefined;
  /** Why it is over, such as archived, resolved or passed: when it comes back, it is new. */
  over?: string | undefined;
  /** Why it does not raise an alert although it is not over, such as: alerted by another source. */
  mutedBy?: string | undefined;
  /**
   * Of a state that may have begun before alerts did, such as a first evaluation; not of activity, and
   * not of a change that the source saw.
   */
  state?: State | undefined;
  /** Its address in the console, or several, one per line; empty when that is not known. */
  link: string;
}

export interface State {
  source: 'security-hub' | 'access-analyzer' | 'config';
  /** What a digest counts it under. */
  group: string;
}

/** A finding, or an event that can't be read as one. */
export type Reading =
  | { kind: 'finding'; finding: Finding }
  | { kind: 'unreadable'; reason: string; raw: unknown };

export type SeverityName = 'Low' | 'Medium' | 'High' | 'Critical';

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
export function severityNameOf(severity: number): SeverityName {
  if (severity >= 9) {
    return 'Critical';
  }
  if (severity >= 7) {
    return 'High';
  }
  if (severity >= 4) {
    return 'Medium';
  }
  return 'Low';
}
