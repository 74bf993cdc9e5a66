/** A decision or a change: ids and outcome, never the raw event or a response URL. */
export interface LogEntry {
  message: string;
  action: string;
  level?: 'INFO' | 'WARN' | 'ERROR';
  [key: string]: string | number | boolean | readonly string[] | undefined;
}

export type Log = (entry: LogEntry) => void;

/**
 * Writes one JSON object per line. It has `level` and `timestamp` because Lambda filters by them and
 * does not wrap a line that has both.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function jsonLog(write: (line: string) => void, now: () => Date): Log {
  return ({ level = 'INFO', ...entry }) => {
    write(`${JSON.stringify({ timestamp: now().toISOString(), level, ...entry })}\n`);
  };
}
