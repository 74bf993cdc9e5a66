import type { auditTools } from '../templates/parameters.ts';

export type Tool = (typeof auditTools.allowedValues)[number];
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'informational';
/** `skipped`: not attempted, on purpose (suspended account, ...). */
export type ScanStatus = 'scanned' | 'failed' | 'timed-out' | 'skipped';

/** Numbers of calls, by action: `{ 'glue:GetConnections': 17 }`. */
export type Calls = Readonly<Record<string, number>>;

/** One tool's scan of one account. */
export interface Scan {
  account: { id: string; name: string };
  tool: Tool;
  status: ScanStatus;
  /** Why it was not scanned, or the doubt about a scan: one line without secrets. */
  reason?: string;
  startedAt?: string; // ISO 8601
  seconds?: number;
  /** Paths relative to the output folder, `<account>/<tool>/<date>/<file>`: native reports and the log. */
  files: string[];
  /** Errors in its log, if there are any: their resources were not evaluated. */
  errors?: number;
  /** Those of the errors with which AWS refused a call, if there are any. */
  refused?: Calls;
  /** Calls that the audit role denies on purpose, if there are any. They are not errors. */
  denied?: Calls;
  /** All of its files are in the central bucket. */
  uploaded?: boolean;
  /** Checks that were to be made, and those of them without a result: neither passed nor failed. */
  checks?: { asked: number; noResult: number };
  /** Failed checks by severity; present when scanned. */
  failures?: Record<Severity, number>;
}

/** The result of a run: `runs/<id>.json` in the output folder. */
export interface Run {
  id: string; // 2026-11-28T09-30-00Z
  date: string; // 2026-11-28, the folder of its reports (UTC)
  startedAt: string;
  finishedAt?: string; // absent: it was interrupted
  role: string;
  tools: { name: Tool; version: string }[];
  /** Every account to scan. */
  accounts: { id: string; name: string; state: string }[];
  scans: Scan[];
}

/** A check that an account fails. */
export interface Finding {
  account: string; // id
  tool: Tool;
  check: string; // s3_bucket_secure_transport_policy
  title: string;
  severity: Severity;
  service: string;
  region: string;
  resource: string; // ARN or name; untrusted text
  controls: string[]; // 'CIS-5.0 1.4'
}
