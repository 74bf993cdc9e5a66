import type { Settings } from './settings.ts';

/**
 * A run scans all accounts. It has a part for each 10,000 of them, the limit of an array job; a part
 * is a separate run, except for its time.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
 */
export const ACCOUNTS_IN_A_PART = 10_000;

export interface Part {
  /** Such as 2026-11-28T09-30-00Z, or 2026-11-28T09-30-00Z-2 for a second part. */
  id: string;
  /** The folder of its reports (UTC), such as 2026-11-28. */
  date: string;
}

/** The part of the run that begins at this time: the same time is the same run. */
export function partAt(at: Date, number: number): Part {
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z');
  const id = time.replaceAll(':', '-') + (number > 1 ? `-${number}` : '');
  return { id, date: time.slice(0, 10) };
}

/** The job of a part; at most 128 letters, digits, hyphens and underscores. */
export function jobNameOf({ resourcePrefix }: Pick<Settings, 'resourcePrefix'>, { id }: Part) {
  return `${jobNamePrefix({ resourcePrefix })}${id}`;
}

/** The prefix of the names of all jobs of runs. */
export function jobNamePrefix({ resourcePrefix }: Pick<Settings, 'resourcePrefix'>): string {
  return `${resourcePrefix}-security-audit-`;
}

/** The part of a job, or nothing when it is none of ours. */
export function partOf(settings: Pick<Settings, 'resourcePrefix'>, job: string): Part | undefined {
  const prefix = jobNamePrefix(settings);
  if (!job.startsWith(prefix)) {
    return undefined;
  }
  const id = job.slice(prefix.length);
  const date = /^(\d{4}-\d{2}-\d{2})T\d{2}-\d{2}-\d{2}Z(-\d+)?$/.exec(id)?.[1];
  return date === undefined ? undefined : { id, date };
}

/**
 * The keys of a part in the report bucket: reports about the security account itself, which the
 * dispatcher delivers to it.
 */
export function keysOf(securityAccountId: string, { id, date }: Part) {
  const folder = `${securityAccountId}/security-audit/${date}/${id}`;
  return {
    accounts: `${folder}/accounts.json`,
    summary: `${folder}/summary.json`,
    // A separate folder: the only one of a run to which jobs may write.
    outcomes: `${securityAccountId}/security-audit-outcomes/${date}/${id}/`,
  };
}
