import type { Session } from '../access/sessions.ts';
import type { Environment } from './environment.ts';

export interface ScanOptions {
  /** The output folder. */
  output: string;
  /** The folder of the day. */
  date: string;
  regions: readonly string[];
  checks?: readonly string[];
  compliance?: readonly string[];
  /** A session of the audit role in an account. */
  assume: (accountId: string) => Promise<Session>;
  /** How long such a session lasts. */
  sessionSeconds: number;
  timeoutSeconds: number;
  environment: Environment;
  /** Ends the scan. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Optional. */
  graceMs?: number;
}
