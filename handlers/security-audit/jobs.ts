import {
  type BatchClient,
  type JobSummary,
  ListJobsCommand,
  type ListJobsCommandInput,
  SubmitJobCommand,
  TerminateJobCommand,
} from '@aws-sdk/client-batch';
import { collect } from '../../lambda/paging.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';
import { AuditError } from './errors.ts';
import { jobNameOf, jobNamePrefix, type Part } from './run.ts';
import type { Settings } from './settings.ts';

export type Batch = Pick<BatchClient, 'send'>;

// Without a status AWS Batch lists only running jobs.
// https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
const STATUSES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const;
const ENDED: readonly unknown[] = ['SUCCEEDED', 'FAILED'];

/** Jobs of runs by their names, of any status: AWS Batch keeps them for some days once ended. */
export async function listRuns(batch: Batch, settings: Settings): Promise<JobSummary[]> {
  return list(batch, {
    jobQueue: settings.jobQueueArn,
    filters: [{ name: 'JOB_NAME', values: [`${jobNamePrefix(settings)}*`] }],
  });
}

export const hasEnded = ({ status }: Pick<JobSummary, 'status'>): boolean => ENDED.includes(status);

/** All children of an array job, whatever their status. */
export async function listChildren(batch: Batch, arrayJobId: string): Promise<JobSummary[]> {
  const children: JobSummary[] = [];
  for (const jobStatus of STATUSES) {
    children.push(...(await list(batch, { arrayJobId, jobStatus })));
  }
  return children;
}

function list(batch: Batch, input: ListJobsCommandInput): Promise<JobSummary[]> {
  return collect<JobSummary>(async (nextToken) => {
    const page = await batch.send(new ListJobsCommand({ ...input, nextToken }));
    return { items: page.jobSummaryList, next: page.nextToken };
  });
}

/**
 * Terminates a job, and the children of an array, whatever their state.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html
 */
export async function terminate(batch: Batch, jobId: string, reason: string): Promise<void> {
  await batch.send(new TerminateJobCommand({ jobId, reason }));
}

export interface Submission {
  part: Part;
  /** Accounts of the part; one is a plain job, as an array has two children at least. */
  size: number;
  /** Where the list of accounts is: `s3://bucket/key`. */
  accountsUri: string;
}

/**
 * Submits the job of a part. SubmitJob is not idempotent, so only a rejected call is retried, not one
 * without a response: the retry of the event looks for the job first.
 *
 * @returns the id of the job
 */
export async function submit(
  batch: Batch,
  settings: Settings,
  { part, size, accountsUri }: Submission,
  sleep: Sleep,
): Promise<string> {
  const command = new SubmitJobCommand({
    jobName: jobNameOf(settings, part),
    jobQueue: settings.jobQueueArn,
    jobDefinition: settings.jobDefinitionArn,
    ...(size > 1 ? { arrayProperties: { size } } : {}),
    containerOverrides: {
      environment: [
        { name: 'AUDIT_ACCOUNTS_URI', value: accountsUri },
        { name: 'AUDIT_DATE', value: part.date },
      ],
    },
  });
  const refusals = ['TooManyRequestsException', 'ThrottlingException'];
  const { jobId } = await retryOn(refusals, () => batch.send(command), {
    attempts: 4,
    sleep,
    maxMs: 4000,
  });
  if (!jobId) {
    throw new AuditError(`AWS Batch accepted the job of ${part.id} without its id`);
  }
  return jobId;
}
