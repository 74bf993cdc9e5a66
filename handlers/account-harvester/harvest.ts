import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { firstFive } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { type Converged, type Course, converge } from './converge.ts';
import type { Cursor } from './cursor.ts';
import { HarvestError } from './errors.ts';
import type { ListObjects } from './object-list.ts';
import { type Known, readOrganization, reasonToKeep } from './organization.ts';
import { type Clock, paced } from './pace.ts';
import { type Failure, failuresOf, planOf } from './plan.ts';
import { type Destination, type Replayed, replay } from './replay.ts';
import { type Settings, spokeBucketOf } from './settings.ts';

export interface Dependencies extends Known {
  /** With the role of the management account. */
  organizations: Pick<OrganizationsClient, 'send'>;
  cloudFormation: Pick<CloudFormationClient, 'send'>;
  listWaiting: ListObjects;
  /** Whether S3 has no bucket of this name. */
  isGone(bucket: string): Promise<boolean>;
  sqs: Pick<SQSClient, 'send'>;
  /** Requests the rest of a harvest. */
  resume(rest: Cursor): Promise<void>;
  clock: Clock;
  log: Log;
}

export interface Summary {
  /** Active accounts without the management account; 0 if waiting took all of the time. */
  accounts: number;
  /** Those of them that have their bucket, according to the StackSet. */
  inStep: number;
  created: number;
  updated: number;
  removed: number;
  /** Empty while the rest is left to another invocation, which reports them. */
  failed: Failure[];
  replayed: number;
  /** Reports that still wait, although their bucket exists: SQS rejected their messages. */
  unsent: number;
  /** Whether the rest was left to another invocation. */
  resumes: boolean;
}

const NOTHING: Readonly<Summary> = {
  ...{ accounts: 0, inStep: 0, created: 0, updated: 0, removed: 0, replayed: 0, unsent: 0 },
  ...{ failed: [], resumes: false },
};

// Two days of invocations: a harvest that has not ended by then has another problem than time.
const MOST_RESUMES = 200;

/**
 * Creates the StackSet's instance of each active account, and removes those of accounts that are not
 * active or have left, once AWS confirms the state of each; their stacks, with the buckets, stay.
 * Then sends the waiting reports.
 *
 * Accounts that fail do not stop the others: they are in the summary, and the next harvest retries
 * them.
 *
 * @throws OrganizationError when the accounts can't be known: nothing is changed then
 */
export async function harvest(
  dependencies: Dependencies,
  settings: Settings,
  start: Cursor,
): Promise<Summary> {
  const { clock, log } = dependencies;
  const organizations = paced(dependencies.organizations, settings.organizationsIntervalMs, clock);
  const cloudFormation = paced(
    dependencies.cloudFormation,
    settings.cloudFormationIntervalMs,
    clock,
  );
  const course: Course = {
    stackSet: { cloudFormation, name: settings.stackSetName, region: settings.homeRegion },
    readOrganization: () => readOrganization(organizations, dependencies),
    reasonToKeep: (accountId) => reasonToKeep(organizations, accountId),
    clock,
    log,
  };
  const converged = await converge(course, start);
  const summary = converged ? summaryOf(converged) : { ...NOTHING };
  let rest = converged ? converged.rest : start;
  if (converged && !rest) {
    const from: Cursor =
      start.phase === 'replay' ? start : { ...start, phase: 'replay', after: '' };
    const sent = await replayFor(converged, dependencies, settings, from);
    summary.replayed = sent.reports;
    summary.unsent = sent.unsent;
    rest = sent.rest;
    if (!rest) {
      const gone = sent.gone.map((account) => goneOf(account, dependencies, settings));
      summary.failed = [...summary.failed, ...gone];
    }
  }
  if (rest) {
    await resumeAt(dependencies, rest);
  }
  summary.resumes = rest !== undefined;
  tell(log, summary);
  return summary;
}

function summaryOf({ active, plan, instances, done, reasons, rest }: Converged): Summary {
  return {
    ...NOTHING,
    accounts: active.size,
    inStep: planOf(active, instances).inStep.length,
    created: done.create,
    updated: done.update,
    removed: done.remove,
    failed: rest ? [] : failuresOf(active, plan, instances, reasons),
  };
}

/**
 * For all accounts except active ones without a bucket: a report would wait again, and each harvest
 * send it again.
 */
function replayFor(
  { active, instances }: Converged,
  dependencies: Dependencies,
  settings: Settings,
  start: Cursor,
): Promise<Replayed> {
  const { queueUrl, reportBucket: bucket } = settings;
  const inStep = new Set(planOf(active, instances).inStep);
  const destinationOf = async (id: string): Promise<Destination> => {
    if (active.has(id) && !inStep.has(id)) {
      return 'lacking';
    }
    const isOurs = active.has(id) || id === dependencies.managementId;
    return isOurs && (await dependencies.isGone(spokeBucketOf(settings, id))) ? 'gone' : 'ready';
  };
  return replay({ ...dependencies, queueUrl, bucket }, destinationOf, start);
}

/** No operation of the StackSet would create it: for CloudFormation, nothing has changed. */
function goneOf(account: string, { managementId }: Dependencies, settings: Settings): Failure {
  const bucket = spokeBucketOf(settings, account);
  const owner = account === managementId ? 'stack' : 'stack instance';
  return {
    account,
    reason:
      `its bucket ${bucket} was deleted, and reports wait for it: delete its ${owner} ` +
      `${settings.stackSetName} and create it again, as the README of security-reporting says`,
  };
}

async function resumeAt({ resume }: Dependencies, { resumed, ...at }: Cursor): Promise<void> {
  if (resumed >= MOST_RESUMES) {
    throw new HarvestError(
      `The harvest was resumed ${resumed} times, and is at ${JSON.stringify(at)}: ` +
        'check the operations of the StackSet; the schedule starts another harvest',
    );
  }
  await resume({ ...at, resumed: resumed + 1 });
}

/** All failures, one line each: there may be more than fit into one. */
function tell(log: Log, { failed, ...counts }: Summary): void {
  for (const { account: accountId, reason } of failed) {
    const message = `Account ${accountId} is not in step: ${reason}`;
    log({ message, action: 'fail-account', level: 'ERROR', accountId, reason });
  }
  const level = failed.length + counts.unsent > 0 ? 'ERROR' : 'INFO';
  log({ message: 'Harvested', action: 'harvest', level, ...counts, failed: failed.length });
}

/** @throws HarvestError naming up to five failed accounts, or the number of unsent replays */
export function requireNone({ failed, accounts, unsent }: Summary): void {
  if (failed.length > 0) {
    const texts = failed.map(({ account, reason }) => `${account}: ${reason}`);
    throw new HarvestError(
      `${failed.length} of ${accounts} accounts are not in step (${firstFive(texts)}): ` +
        'fix the cause; each harvest retries them',
    );
  }
  if (unsent > 0) {
    throw new HarvestError(
      `SQS rejected ${unsent} replays: the log has the reason; the next harvest retries them`,
    );
  }
}
