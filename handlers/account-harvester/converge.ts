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
  /** Accounts that operations succeeded for, by what was done. */
  done: Record<Action, number>;
  /** What operations told of accounts that failed. */
  reasons: Map<string, string>;
  /** Where to go on; nothing when all was tried. */
  rest?: Cursor;
}

/** What a harvest goes by. */
export interface Course {
  stackSet: StackSet;
  readOrganization(): Promise<Organization>;
  /** Why an account that is not among the active ones keeps its instance; nothing when it need not. */
  reasonToKeep(accountId: string): Promise<string | undefined>;
  clock: Clock;
  log: Log;
}

interface Progress extends Pick<Converged, 'done' | 'reasons'> {
  /** Accounts whose removal an operation told to have succeeded. */
  removed: Set<string>;
}

/** What came of the request for an operation. */
type Begun =
  | { state: 'begun'; operationId: string }
  | { state: 'changed' }
  | { state: 'refused'; reason: string };

/** How far the work on a plan has come. */
interface Worked {
  cursor: Cursor;
  state: 'done' | 'out-of-time' | 'changed';
}

// A change of others that is seen by the refusal of ours: what is there now has to be read anew.
const CHANGED = ['OperationInProgressException', 'StaleRequestException'];
const CHANGED_PAUSE_MS = 10_000;

/**
 * Makes the instances those of the active accounts, from the cursor on. Each account is tried once:
 * what fails is told, and the next harvest tries it again. Waits for operations of others; what
 * does not fit into the function's time is left as `rest`. Undefined when all time went by waiting.
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
    if (newest === undefined) return undefined;
    // Before the accounts: so one that joins meanwhile, and that another harvest has given its
    // instance, is never taken for one that has left.
    const instances = await listInstances(stackSet);
    const { rootId, active } = await course.readOrganization();
    const plan = planOf(active, instances);
    const found = { done: progress.done, reasons: progress.reasons, active, plan, instances };
    if (!nextBatch(plan, cursor)) return found;
    const worked = await workOff(course, rootId, plan, progress, cursor, newest);
    cursor = worked.cursor;
    switch (worked.state) {
      case 'done':
        if (!hasTime(clock, READ_MS)) return { ...found, rest: cursor };
        return looked(found, progress, await listInstances(stackSet));
      case 'out-of-time':
        return { ...found, rest: cursor };
      case 'changed':
        if (!hasTime(clock, CHANGED_PAUSE_MS + READ_MS)) return { ...found, rest: cursor };
        await clock.sleep(CHANGED_PAUSE_MS);
        break;
      default:
        worked.state satisfies never;
    }
  }
}

/** With the instances as they are now: an operation may succeed without an account it was for. */
function looked(
  found: Converged,
  { done, removed }: Progress,
  instances: StackInstanceSummary[],
): Converged {
  const left = instances.filter(({ Account = '' }) => removed.has(Account));
  return { ...found, instances, done: { ...done, remove: done.remove - left.length } };
}

/** One batch after the other, until none is left, time is up, or others have changed something. */
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
    if (!hasTime(clock)) return { cursor, state: 'out-of-time' };
    const { batch, last } = await confirm(course, progress, next);
    const behind = { ...cursor, phase: batch.action, after: last };
    if (batch.accounts.length === 0) {
      cursor = behind;
      continue;
    }
    const begun = await tryToBegin(stackSet, rootId, batch, previous);
    if (begun.state === 'changed') return { cursor, state: 'changed' };
    if (begun.state === 'refused') {
      most = Math.ceil(next.accounts.length / 2);
      if (noteRefusal(course, progress, batch, begun.reason)) cursor = behind;
      continue;
    }
    cursor = behind;
    most = Math.min(most * 2, BATCH);
    previous = begun.operationId;
    const operation = await ended(stackSet, clock, previous);
    if (!operation) return { cursor, state: 'out-of-time' };
    await note(course, progress, batch, operation);
  }
  return { cursor, state: 'done' };
}

/**
 * Whether the refusal is settled: that of one account is its own. Of several accounts, AWS does not
 * tell whose it is, so smaller batches find out, and whoever is not meant gets what is due.
 */
function noteRefusal(
  { log }: Course,
  { reasons }: Progress,
  { action, accounts }: Batch,
  reason: string,
): boolean {
  const message = 'An operation on stack instances was refused';
  log({ message, action, level: 'WARN', accounts: accounts.length, reason });
  const [account = ''] = accounts;
  if (accounts.length > 1) return false;
  reasons.set(account, reason);
  return true;
}

/** What of a batch is to be done, and the account that was looked at last. */
async function confirm(
  { reasonToKeep, clock, log }: Course,
  { reasons }: Progress,
  batch: Batch,
): Promise<{ batch: Batch; last: string }> {
  if (batch.action !== 'remove') return { batch, last: batch.accounts.at(-1) ?? '' };
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
    if (isNamed(error, ...CHANGED)) return { state: 'changed' };
    if (!isRefusal(error)) throw error;
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
  // An operation that was stopped, or could not begin, has no results.
  const isOver = status === 'SUCCEEDED';
  for (const account of accounts) {
    const reason = failures.get(account) ?? (isOver ? undefined : StatusReason);
    if (reason !== undefined) reasons.set(account, reason);
    else if (isOver && action === 'remove') removed.add(account);
  }
  const succeeded = isOver ? accounts.length - failures.size : 0;
  done[action] += succeeded;
  const counts = { accounts: accounts.length, failed: accounts.length - succeeded };
  const level = counts.failed > 0 ? 'WARN' : 'INFO';
  const message = StatusReason ?? 'Operation on stack instances';
  log({ message, action, level, status, operationId, ...counts });
}
