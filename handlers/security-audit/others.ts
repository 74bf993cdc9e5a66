import type { JobSummary } from '@aws-sdk/client-batch';
import { firstFive } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { NotStartedError } from './errors.ts';
import { type Batch, hasEnded, terminate } from './jobs.ts';
import type { Settings } from './settings.ts';

const HOUR_MS = 3_600_000;

/**
 * Makes room for a run: another one that has not ended blocks it, unless that one exceeded its
 * maximum time. Such a run hangs, for example because its jobs can't be placed, and is terminated: it
 * is summarized like any other, with the accounts that it missed.
 *
 * @param own names of the jobs of the run itself
 * @throws NotStartedError when another run is within its time
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
  if (going.length > 0) {
    throw notStarted(going, runHours);
  }
  for (const { jobId = '', jobName } of others) {
    await terminate(batch, jobId, `It has not ended within ${runHours} hours (auditRunHours)`);
    log({
      message: 'Terminated a run that hangs',
      action: 'end-run',
      level: 'WARN',
      jobId,
      jobName,
    });
  }
}

function notStarted(jobs: readonly JobSummary[], runHours: number): NotStartedError {
  const named = jobs.map(({ jobName, status, statusReason }) =>
    [jobName, status, statusReason].filter(Boolean).join(' '),
  );
  return new NotStartedError(
    `A run has not ended (${firstFive(named)}), so no other one is started: schedule runs less ` +
      'often, or raise auditParallel; end one that hangs with aws batch terminate-job, or ' +
      `wait until the next run ends it after ${runHours} hours (auditRunHours)`,
  );
}
