import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { ImageClients } from '../../lambda/image-build.ts';
import type { Log } from '../../lambda/log.ts';
import type { Sleep } from '../../lambda/retry.ts';
import { type AuditedAccount, isActive, parseAccounts, readAccounts } from './accounts.ts';
import { NotStartedError } from './errors.ts';
import { lackOfImage } from './image.ts';
import { type Batch, listRuns, submit } from './jobs.ts';
import { endOthers } from './others.ts';
import { type ReportDependencies, report } from './report.ts';
import { ACCOUNTS_IN_A_PART, jobNameOf, keysOf, type Part, partAt } from './run.ts';
import type { Settings } from './settings.ts';
import { claim, read } from './store.ts';
import { summaryOf } from './summary.ts';

export interface StartDependencies extends ReportDependencies {
  organizations: Pick<OrganizationsClient, 'send'>;
  batch: Batch;
  /** Sends a call without retries. */
  submitting: Batch;
  images: ImageClients;
  now: () => Date;
  sleep: Sleep;
  log: Log;
}

export interface Started {
  run: string;
  /** Accounts that are scanned. */
  accounts: number;
  /** Ids of the jobs that this invocation submitted; none when another one did. */
  jobs: string[];
}

/**
 * Longer than the time from the claim to the job, and shorter than the minute after which Lambda
 * retries: an older claim was left behind by an invocation that died.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const LEASE_MS = 50_000;

/**
 * Starts the run of a time, once for any number of calls: the list of its accounts is written only
 * if absent, and the invocation that wrote it submits the job. A run before it that hangs is
 * terminated first. Without an image no job is submitted: the run is reported, with the reason.
 *
 * @throws AccountsError when the organization has no active account
 * @throws NotStartedError when another run has not ended, or another invocation is starting this one
 */
export async function start(
  dependencies: StartDependencies,
  settings: Settings,
  at: Date,
): Promise<Started> {
  const { active, others } = await readAccounts(dependencies.organizations);
  const lists = inParts(active);
  const parts = lists.map((_, index) => partAt(at, index + 1));
  const names = parts.map((part) => jobNameOf(settings, part));
  await endOthers(dependencies, settings, await listRuns(dependencies.batch, settings), names);
  const lack = await lackOfImage(dependencies, settings);
  const jobs: string[] = [];
  for (const [index, part] of parts.entries()) {
    // After those that are scanned, beyond the indexes of the jobs.
    const list = [...(lists[index] ?? []), ...(index === parts.length - 1 ? others : [])];
    const jobId = await startPart(dependencies, settings, { part, list, lack });
    if (jobId !== undefined) {
      jobs.push(jobId);
    }
  }
  return { run: partAt(at, 1).id, accounts: active.length, jobs };
}

function inParts(accounts: readonly AuditedAccount[]): AuditedAccount[][] {
  const count = Math.ceil(accounts.length / ACCOUNTS_IN_A_PART);
  return Array.from({ length: count }, (_, index) =>
    accounts.slice(index * ACCOUNTS_IN_A_PART, (index + 1) * ACCOUNTS_IN_A_PART),
  );
}

async function startPart(
  dependencies: StartDependencies,
  settings: Settings,
  { part, list, lack }: { part: Part; list: readonly AuditedAccount[]; lack: string | undefined },
): Promise<string | undefined> {
  const { log } = dependencies;
  const claimed = await claimPart(dependencies, settings, part, list);
  if (!claimed) {
    log({ message: 'Started before', action: 'start-run', run: part.id });
    return undefined;
  }
  const size = claimed.filter(isActive).length;
  if (lack !== undefined) {
    const failure = { status: 'FAILED', reasons: [lack] };
    const outcomes = Array.from({ length: size }, (_, index) => ({ index, ...failure }));
    await report(dependencies, settings, part, summaryOf(part, claimed, outcomes, new Map()));
    return undefined;
  }
  const jobId = await submitPart(dependencies, settings, part, size);
  const skipped = claimed.length - size;
  const entry = { message: 'Started', action: 'start-run', run: part.id, jobId };
  log({ ...entry, accounts: size, skipped });
  return jobId;
}

function submitPart(
  { submitting, store, sleep }: StartDependencies,
  settings: Settings,
  part: Part,
  size: number,
): Promise<string> {
  const accountsUri = `s3://${store.bucket}/${keysOf(store.owner, part).accounts}`;
  return submit(submitting, settings, { part, size, accountsUri }, sleep);
}

/** The accounts to submit a job for; nothing when the job exists. */
async function claimPart(
  { batch, store, now }: StartDependencies,
  settings: Settings,
  part: Part,
  list: readonly AuditedAccount[],
): Promise<readonly AuditedAccount[] | undefined> {
  const { accounts: key } = keysOf(store.owner, part);
  if (await claim(store, key, list)) {
    return list;
  }
  // After the claim: another invocation with the claim may have submitted the job meanwhile.
  const name = jobNameOf(settings, part);
  const jobs = await listRuns(batch, settings);
  if (jobs.some(({ jobName }) => jobName === name)) {
    return undefined;
  }
  const { text, etag, writtenAt } = await read(store, key);
  const there = parseAccounts(text, key);
  const ageMs = now().getTime() - (writtenAt?.getTime() ?? 0);
  if (ageMs < LEASE_MS || !(await claim(store, key, there, etag))) {
    throw new NotStartedError(
      `Another invocation is starting ${part.id}; Lambda retries this one, in case that one fails`,
    );
  }
  return there;
}
