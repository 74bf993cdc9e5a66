import type { JobSummary } from '@aws-sdk/client-batch';
import { firstFive } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { NotStartedError } from './errors.ts';
import { type Batch, hasEnded, terminate } from './jobs.ts';
import type { Settings } from './settings.ts';

const HOUR_MS = 3_600_000;

/**
 * Makes room for a run: another one that has not ended is in its way, unless it had all the time it
 * may take. That one hangs, as one whose jobs can't be placed does, and is ended: its end is summed
 * up like any other, and tells who was missed.
 *
 * @param own names of the jobs of the run itself
 * @throws NotStartedError when a run goes on that may
 */
export async function endOthers(
  { batch, now, log }: { batch: Batch; now: () => Date; log: Log },
  { runHours }: Pick<Settings, 'runHours'>,
  jobs: readonly JobSummary[],
  own: readonly string[],
): Promise<void> {
  const others = jobs.filter((job) => !hasEnded(job) && !own.includes(job.jobName ?? ''));
  const latest = now().getTime() - runHours * HOUR_MS;
  const isOver = ({ createdAt }: JobSummary) => createdAt !== undefined && createdAt < latest;
  const going = others.filter((job) => !isOver(job));
  if (going.length > 0) throw notStarted(going, runHours);
  for (const { jobId = '', jobName } of others) {
    await terminate(batch, jobId, `It has not ended within ${runHours} hours (auditRunHours)`);
    log({ message: 'Ended a run that hangs', action: 'end-run', level: 'WARN', jobId, jobName });
  }
}

function notStarted(jobs: readonly JobSummary[], runHours: number): NotStartedError {
  const named = jobs.map(({ jobName, status, statusReason }) =>
    [jobName, status, statusReason].filter(Boolean).join(' '),
  );
  return new NotStartedError(
    `A run has not ended (${firstFive(named)}), so no other one is started: give runs more time ` +
      'between them or auditParallel more; one that hangs is ended by aws batch terminate-job, or ' +
      `by the first start when it is older than ${runHours} hours (auditRunHours)`,
  );
}
