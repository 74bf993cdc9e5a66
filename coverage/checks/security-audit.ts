import type { JobSummary } from '@aws-sdk/client-batch';
import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  ListJobsCommand,
} from '@aws-sdk/client-batch';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { collect } from '../../lambda/paging.ts';
import { centralReportBucket } from '../../organization/report-buckets.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { lackOfImage } from './audit-image.ts';
import { lackOfRule } from './event-rules.ts';
import { lackOfQueue } from './queues.ts';
import { unlessNoBucket } from './reports.ts';
import { verdictOf } from './verdict.ts';

export const securityAuditRow: Row = {
  service: 'security-audit',
  capability: 'security-audit',
  title: 'Every account is scanned on schedule, and the last scan missed none',
  onWhen:
    'the rules of schedule and end are enabled, queue and compute environment are valid, the image is there, no event has failed, and the last run was summarized and scanned all accounts (4)',
  repair: orOfStack(
    'fix what the reason names as templates/security-audit/README.md says of failures and the image, and invoke the function security-audit for a new run',
  ),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readSecurityAudit,
};

type AuditTarget = Target<'batch' | 'codeBuild' | 'ecr' | 'eventBridge' | 's3' | 'sqs'>;

/** Accounts that a reason names before it only counts them. */
const namedAtMost = 5;

/**
 * On when the schedule starts a scan, jobs can run and have their image, and the last summarized run scanned all accounts.
 * Before the first run, `reason` says that there was none.
 */
export async function readSecurityAudit(target: AuditTarget): Promise<Verdict> {
  const name = `${target.settings.resourcePrefix}-security-audit`;
  const to = `:function:${name}`;
  const runs = await readRuns(target);
  const verdict = verdictOf(
    await lackOfRule(target, { name: `${name}-schedule`, target: to }),
    await lackOfRule(target, { name: `${name}-end`, target: to }),
    await lackOfPlace(target, name),
    await lackOfImage(target, name),
    await lackOfQueue(target, `${name}-failures`),
    await lackOfSummary(target, name, runs),
    await lackOfScan(target, runs),
  );
  return verdict.actual === 'on' && runs.length === 0
    ? { actual: 'on', reason: 'no run yet' }
    : verdict;
}

async function lackOfPlace(
  { clients }: Target<'batch'>,
  name: string,
): Promise<string | undefined> {
  const { jobQueues = [] } = await clients.batch.send(
    new DescribeJobQueuesCommand({ jobQueues: [name] }),
  );
  const { computeEnvironments = [] } = await clients.batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
  );
  const lacks = [
    lackOf('job queue', name, jobQueues[0]),
    lackOf('compute environment', name, computeEnvironments[0]),
  ].filter((lack) => lack !== undefined);
  return lacks.length > 0 ? lacks.join('; ') : undefined;
}

function lackOf(
  what: string,
  name: string,
  found: { state?: string | undefined; status?: string | undefined } | undefined,
): string | undefined {
  if (found === undefined) {
    return `there is no ${what} ${name}`;
  }
  const { state, status } = found;
  return state === 'ENABLED' && status === 'VALID'
    ? undefined
    : `the ${what} ${name} is ${[state, status].filter(Boolean).join(' and ')}`;
}

/** A run, from the report bucket. */
interface StoredRun {
  id: string;
  /** The key of its summary, once there is one. */
  summary: string | undefined;
}

/** In the order of their times. */
async function readRuns(target: AuditTarget): Promise<StoredRun[]> {
  const { account, clients, settings } = target;
  const input = {
    Bucket: centralReportBucket(settings),
    ExpectedBucketOwner: account.id,
    Prefix: `${account.id}/security-audit/`,
  };
  const found = await unlessNoBucket(() =>
    collect(async (ContinuationToken) => {
      const page = await clients.s3.send(new ListObjectsV2Command({ ...input, ContinuationToken }));
      return { items: page.Contents, next: page.NextContinuationToken };
    }),
  );
  const runs = new Map<string, StoredRun>();
  for (const { Key = '' } of found ?? []) {
    const [, id = '', file] = /\/([^/]+)\/([^/]+)\.json$/.exec(Key) ?? [];
    const summary = file === 'summary' ? Key : runs.get(id)?.summary;
    runs.set(id, { id, summary });
  }
  return [...runs.values()].sort((one, other) => one.id.localeCompare(other.id));
}

/** The parts of the run of the last of some; one of more than 10,000 accounts has several. */
function lastOf(runs: readonly StoredRun[]): StoredRun[] {
  const begin = runs.at(-1)?.id.slice(0, '2026-11-28T03-00-00Z'.length);
  return runs.filter(({ id }) => begin !== undefined && id.startsWith(begin));
}

/** A run that is neither summarized nor in progress: its result was not published. */
async function lackOfSummary(
  { clients }: AuditTarget,
  name: string,
  runs: readonly StoredRun[],
): Promise<string | undefined> {
  const open = lastOf(runs).filter(({ summary }) => summary === undefined);
  if (open.length === 0) {
    return undefined;
  }
  const filters = [{ name: 'JOB_NAME', values: [`${name}-*`] }];
  const jobs = await collect<JobSummary>(async (nextToken) => {
    const page = await clients.batch.send(
      new ListJobsCommand({ jobQueue: name, filters, nextToken }),
    );
    return { items: page.jobSummaryList, next: page.nextToken };
  });
  const going = jobs
    .filter(({ status }) => status !== 'SUCCEEDED' && status !== 'FAILED')
    .map(({ jobName }) => jobName);
  const lost = open.map(({ id }) => id).filter((id) => !going.includes(`${name}-${id}`));
  return lost.length > 0 ? `the run ${lost.join(', ')} was not summarized` : undefined;
}

interface Summary {
  accounts: number;
  scanned: number;
  notScanned: { name: string; reason: string }[];
}

async function lackOfScan(
  target: AuditTarget,
  runs: readonly StoredRun[],
): Promise<string | undefined> {
  const parts = lastOf(runs.filter(({ summary }) => summary !== undefined));
  const summaries = await Promise.all(parts.map((part) => readSummary(target, part)));
  const accounts = summaries.reduce((sum, one) => sum + one.accounts, 0);
  const scanned = summaries.reduce((sum, one) => sum + one.scanned, 0);
  if (parts.length === 0 || (scanned === accounts && scanned > 0)) {
    return undefined;
  }
  const missed = summaries.flatMap(({ notScanned }) => notScanned);
  const named = missed.slice(0, namedAtMost).map(({ name, reason }) => `${name} (${reason})`);
  const more = missed.length > named.length ? ` and ${missed.length - named.length} more` : '';
  return `the run ${parts[0]?.id} scanned ${scanned} of ${accounts} accounts, not ${named.join(', ')}${more}`;
}

async function readSummary(
  { account, clients, settings }: AuditTarget,
  { summary: Key }: StoredRun,
): Promise<Summary> {
  const Bucket = centralReportBucket(settings);
  const { Body } = await clients.s3.send(
    new GetObjectCommand({ Bucket, ExpectedBucketOwner: account.id, Key }),
  );
  return JSON.parse((await Body?.transformToString()) ?? '') as Summary;
}
