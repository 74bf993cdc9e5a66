import { ReportError } from '../errors.ts';
import type { Scan } from '../types.ts';
import type { Ending } from './process.ts';
import { callsLine } from './refusals.ts';
import type { Said } from './said.ts';
import { noFailures, type ToolDefinition, type ToolReports } from './tools/tool.ts';

/** The result of a scan. */
export type Outcome = Pick<
  Scan,
  'checks' | 'denied' | 'errors' | 'failures' | 'reason' | 'refused' | 'status'
>;

export interface Circumstances {
  /** Of the scanner. */
  title: string;
  successCodes: readonly number[];
  said: Said;
  timeoutSeconds: number;
  /** Why its credentials ended before it did. */
  credentials?: string | undefined;
}

/** Why a scan did not succeed; undefined when its reports can be validated. */
export function problemOf(
  ending: Exclude<Ending, { kind: 'interrupted' }>,
  { title, successCodes, said, timeoutSeconds, credentials }: Circumstances,
): Outcome | undefined {
  const last = said.telling === '' ? '' : `: ${said.telling}`;
  const failed = (reason: string): Outcome => ({ status: 'failed', reason });
  switch (ending.kind) {
    case 'timed-out':
      return { status: 'timed-out', reason: `it took more than ${timeoutSeconds} s${last}` };
    case 'not-started':
      return failed(`${title} did not start: ${ending.reason}`);
    case 'killed':
      return failed(`${title} was ended by ${ending.signal}${last}`);
    case 'exited':
      if (!successCodes.includes(ending.code)) {
        return failed(`${title} exited with ${ending.code}${last}`);
      }
      // It may have continued without, and seen half of the account.
      return credentials === undefined
        ? undefined
        : failed(`its credentials ended before the scan: ${credentials}`);
    default:
      return ending satisfies never;
  }
}

/** Counts the findings of a scanner that succeeded, if they are valid. */
export async function judge(
  definition: ToolDefinition,
  reports: ToolReports,
  { errors, refused, denied, asked }: Said,
): Promise<Outcome> {
  const failures = noFailures();
  const results = new Map<string, boolean>();
  const onCheck = (check: string, hasResult: boolean) =>
    void results.set(check, hasResult || results.get(check) === true);
  try {
    for await (const { severity } of definition.findings({ ...reports, onCheck })) {
      failures[severity] += 1;
    }
  } catch (error) {
    if (!(error instanceof ReportError)) {
      throw error;
    }
    const reason = `${definition.title} left no valid report: ${error.message}`;
    return { status: 'failed', reason };
  }
  // Scanned, but possibly not completely.
  const what = `${errors} ${errors === 1 ? 'error' : 'errors'} in its log`;
  const isRefused = Object.keys(refused).length > 0;
  return {
    ...{ status: 'scanned', failures, checks: countOf(results, asked) },
    ...(errors > 0 && {
      errors,
      reason:
        `${what}: the account may not have been scanned completely` +
        (isRefused ? `. AWS refused ${callsLine(refused)}` : ''),
    }),
    ...(isRefused && { refused }),
    ...(Object.keys(denied).length > 0 && { denied }),
  };
}

/** A check without a resource is in no report: only its scanner knows how many it made. */
function countOf(results: ReadonlyMap<string, boolean>, asked = results.size): Scan['checks'] {
  const known = [...results.values()].filter(Boolean).length;
  return { asked, noResult: Math.max(0, asked - known) };
}
