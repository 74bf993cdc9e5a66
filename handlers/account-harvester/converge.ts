import type { StackInstanceSummary, StackSetOperation } from '@aws-sdk/client-cloudformation';
import { describeError, isNamed } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Cursor } from './cursor.ts';
import type { Organization } from './organization.ts';
import { type Clock, hasTime } from './pace.ts';
import { type Action, BATCH, type Batch, nextBatch, type Plan, planOf } from './plan.ts';
import { isRefusal } from './refusal.ts';
import { confirmRemoval } from './removal.ts';
import { begin, failuresIn, listInstances, type StackSet } from './stack-set.ts';
import { ended, READ_MS, settle } from './wait.ts';

export interface Converged {
  active: ReadonlySet<string>;
  plan: Plan;
  /** As they are now. */
  instances: StackInstanceSummary[];
  /** Accounts for which operations succeeded, by action. */
  done: Record<Action, number>;
  /** The reasons that operations reported for failed accounts. */
  reasons: Map<string, string>;
  /** Where to continue; nothing when all was tried. */
  rest?: Cursor;
}

/** The input of a harvest. */
export interface Course {
  stackSet: StackSet;
  readOrganization(): Promise<Organization>;
  /** Why an account that is not among the active ones keeps its instance; nothing when it need not. */
  reasonToKeep(accountId: string): Promise<string | undefined>;
  clock: Clock;
  log: Log;
}

interface Progress extends Pick<Converged, 'done' | 'reasons'> {
  /** Accounts whose removal succeeded, according to its operation. */
  removed: Set<string>;
}

/** The result of the request for an operation. */
type Begun =
  | { state: 'begun'; operationId: string }
  | { state: 'changed' }
  | { state: 'refused'; reason: string };

/** The progress of a plan. */
interface Worked {
  cursor: Cursor;
  state: 'done' | 'out-of-time' | 'changed';
}

// Errors that reveal a concurrent change by another caller: the instances must be read again.
const CHANGED = ['OperationInProgressException', 'StaleRequestException'];
const CHANGED_PAUSE_MS = 10_000;

/**
 * Reconciles the instances with the active accounts, from the cursor on. Each account is tried once:
 * failures are reported, and the next harvest retries them. Waits for operations of others; returns
 * as `rest` where to continue before the timeout. Undefined if waiting took all of the time.
 */
export async function converge(course: Course, start: Cursor): Promise<Converged | undefined> {
  const { stackSet, clock } = course;
  const progress: Progress = {
    done: { remove: 0, create: 0, update: 0 },
    ...{ reasons: new Map(), removed: new Set() },
  };
  let cursor = start;
  for (;;) {
    const newest = await settle(stackSet, clock);
    if (newest === undefined) {
      return undefined;
    }
    // Before the accounts: so one that joins meanwhile, and for which another harvest created an
    // instance, is never mistaken for one that has left.
    const instances = await listInstances(stackSet);
    const { rootId, active } = await course.readOrganization();
    const plan = planOf(active, instances);
    const found = { done: progress.done, reasons: progress.reasons, active, plan, instances };
    if (!nextBatch(plan, cursor)) {
      return found;
    }
    const worked = await workOff(course, rootId, plan, progress, cursor, newest);
    cursor = worked.cursor;
    switch (worked.state) {
      case 'done':
        if (!hasTime(clock, READ_MS)) {
          return { ...found, rest: cursor };
        }
        return looked(found, progress, await listInstances(stackSet));
      case 'out-of-time':
        return { ...found, rest: cursor };
      case 'changed':
        if (!hasTime(clock, CHANGED_PAUSE_MS + READ_MS)) {
          return { ...found, rest: cursor };
        }
        await clock.sleep(CHANGED_PAUSE_MS);
        break;
      default:
        worked.state satisfies never;
    }
  }
}

/** With the current instances: an operation may succeed without one of its accounts. */
function looked(
  found: Converged,
  { done, removed }: Progress,
  instances: StackInstanceSummary[],
): Converged {
  const left = instances.filter(({ Account = '' }) => removed.has(Account));
  return { ...found, instances, done: { ...done, remove: done.remove - left.length } };
}

/** One batch after the other, until none is left, time is up, or another caller changed something. */
async function workOff(
  course: Course,
  rootId: string,
  plan: Plan,
  progress: Progress,
  start: Cursor,
  newest: string,
): Promise<Worked> {
  const { stackSet, clock } = course;
  let cursor = start;
  let previous = newest;
  let most = BATCH;
  for (let next = nextBatch(plan, cursor, most); next; next = nextBatch(plan, cursor, most)) {
    if (!hasTime(clock)) {
      return { cursor, state: 'out-of-time' };
    }
    const { batch, last } = await confirm(course, progress, next);
    const behind = { ...cursor, phase: batch.action, after: last };
    if (batch.accounts.length === 0) {
      cursor = behind;
      continue;
    }
    const begun = await tryToBegin(stackSet, rootId, batch, previous);
    if (begun.state === 'changed') {
      return { cursor, state: 'changed' };
    }
    if (begun.state === 'refused') {
      most = Math.ceil(next.accounts.length / 2);
      if (noteRefusal(course, progress, batch, begun.reason)) {
        cursor = behind;
      }
      continue;
    }
    cursor = behind;
    most = Math.min(most * 2, BATCH);
    previous = begun.operationId;
    const operation = await ended(stackSet, clock, previous);
    if (!operation) {
      return { cursor, state: 'out-of-time' };
    }
    await note(course, progress, batch, operation);
  }
  return { cursor, state: 'done' };
}

/**
 * Whether the rejection is attributed: that of a single account is its own. For several accounts, AWS
 * does not name the cause, so smaller batches find it, and the other accounts succeed.
 */
function noteRefusal(
  { log }: Course,
  { reasons }: Progress,
  { action, accounts }: Batch,
  reason: string,
): boolean {
  const message = 'An operation on stack instances was rejected';
  log({ message, action, level: 'WARN', accounts: accounts.length, reason });
  const [account = ''] = accounts;
  if (accounts.length > 1) {
    return false;
  }
  reasons.set(account, reason);
  return true;
}

/** The part of a batch to act on, and the last account that was checked. */
async function confirm(
  { reasonToKeep, clock, log }: Course,
  { reasons }: Progress,
  batch: Batch,
): Promise<{ batch: Batch; last: string }> {
  if (batch.action !== 'remove') {
    return { batch, last: batch.accounts.at(-1) ?? '' };
  }
  const { accounts, kept, last } = await confirmRemoval(reasonToKeep, clock, batch);
  for (const [accountId, reason] of kept) {
    const message = `Account ${accountId} keeps its instance`;
    log({ message, action: 'keep-account', level: 'WARN', accountId, reason });
    reasons.set(accountId, reason);
  }
  return { batch: { ...batch, accounts }, last };
}

async function tryToBegin(
  stackSet: StackSet,
  rootId: string,
  batch: Batch,
  previous: string,
): Promise<Begun> {
  try {
    return { state: 'begun', operationId: await begin(stackSet, rootId, batch, previous) };
  } catch (error) {
    if (isNamed(error, ...CHANGED)) {
      return { state: 'changed' };
    }
    if (!isRefusal(error)) {
      throw error;
    }
    return { state: 'refused', reason: describeError(error) };
  }
}

async function note(
  { stackSet, log }: Course,
  { done, reasons, removed }: Progress,
  { action, accounts }: Batch,
  operation: StackSetOperation,
): Promise<void> {
  const { Status: status = '', StatusReason, OperationId: operationId } = operation;
  const failures = await failuresIn(stackSet, operation);
  // An operation that was stopped, or could not start, has no results.
  const isOver = status === 'SUCCEEDED';
  for (const account of accounts) {
    const reason = failures.get(account) ?? (isOver ? undefined : StatusReason);
    if (reason !== undefined) {
      reasons.set(account, reason);
    } else if (isOver && action === 'remove') {
      removed.add(account);
    }
  }
  const succeeded = isOver ? accounts.length - failures.size : 0;
  done[action] += succeeded;
  const counts = { accounts: accounts.length, failed: accounts.length - succeeded };
  const level = counts.failed > 0 ? 'WARN' : 'INFO';
  const message = StatusReason ?? 'Operation on stack instances';
  log({ message, action, level, status, operationId, ...counts });
}
