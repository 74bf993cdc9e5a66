import type { StackInstanceSummary, StackSetOperation } from '@aws-sdk/client-cloudformation';
import { isNamed } from '../../custom-resources/framework/errors.ts';
import type { Log } from '../../custom-resources/framework/log.ts';
import type { Cursor } from './cursor.ts';
import type { Organization } from './organization.ts';
import { type Clock, hasTime } from './pace.ts';
import { type Action, type Batch, nextBatch, type Plan, planOf } from './plan.ts';
import { confirmRemoval } from './removal.ts';
import {
  begin,
  describeOperation,
  failuresIn,
  isUnderWay,
  listInstances,
  readOperations,
  type StackSet,
} from './stack-set.ts';

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

type Progress = Pick<Converged, 'done' | 'reasons'>;

/** How far the work on a plan has come. */
interface Worked {
  cursor: Cursor;
  state: 'done' | 'out-of-time' | 'changed';
}

// A change of others that is seen by the refusal of ours: what is there now has to be read anew.
const CHANGED = [
  'OperationInProgressException',
  'StaleRequestException',
  'StackInstanceNotFoundException',
];
const CHANGED_PAUSE_MS = 10_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;
/** For the lists of 10,000 accounts and instances, and more: bench/harvester.md */
const READ_MS = 240_000;

/**
 * Makes the instances those of the active accounts, from the cursor on. Each account is tried once:
 * what fails is told, and the next harvest tries it again. Waits for operations of others; what
 * does not fit into the function's time is left as `rest`. Undefined when all time went by waiting.
 */
export async function converge(course: Course, start: Cursor): Promise<Converged | undefined> {
  const { stackSet, clock } = course;
  const progress: Progress = { done: { remove: 0, create: 0, update: 0 }, reasons: new Map() };
  let cursor = start;
  for (;;) {
    const newest = await settle(stackSet, clock);
    if (newest === undefined) return undefined;
    // Before the accounts: so one that joins meanwhile, and that another harvest has given its
    // instance, is never taken for one that has left.
    const instances = await listInstances(stackSet);
    const { rootId, active } = await course.readOrganization();
    const plan = planOf(active, instances);
    const found = { ...progress, active, plan, instances };
    if (!nextBatch(plan, cursor)) return found;
    const worked = await workOff(course, rootId, plan, progress, cursor, newest);
    cursor = worked.cursor;
    switch (worked.state) {
      case 'done':
        if (!hasTime(clock, READ_MS)) return { ...found, rest: cursor };
        return { ...found, instances: await listInstances(stackSet) };
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
  for (let next = nextBatch(plan, cursor); next; next = nextBatch(plan, cursor)) {
    if (!hasTime(clock)) return { cursor, state: 'out-of-time' };
    const { batch, last } = await confirm(course, progress, next);
    const behind = { ...cursor, phase: batch.action, after: last };
    if (batch.accounts.length === 0) {
      cursor = behind;
      continue;
    }
    const operationId = await tryToBegin(stackSet, rootId, batch, previous);
    if (!operationId) return { cursor, state: 'changed' };
    cursor = behind;
    previous = operationId;
    const operation = await ended(stackSet, clock, operationId);
    if (!operation) return { cursor, state: 'out-of-time' };
    await note(course, progress, batch, operation);
  }
  return { cursor, state: 'done' };
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
): Promise<string | undefined> {
  try {
    return await begin(stackSet, rootId, batch, previous);
  } catch (error) {
    if (!isNamed(error, ...CHANGED)) throw error;
    return undefined;
  }
}

/**
 * Waits until no operation is under way, and returns the id of the newest; undefined when there is
 * no time left to wait, or behind it to read.
 */
async function settle(stackSet: StackSet, clock: Clock): Promise<string | undefined> {
  const { underWay, newest } = await readOperations(stackSet);
  if (!underWay) return newest;
  const isOver = (await ended(stackSet, clock, underWay)) !== undefined;
  return isOver && hasTime(clock, READ_MS) ? newest : undefined;
}

/** Waits for the end of an operation; undefined when there is no time left to wait. */
async function ended(
  stackSet: StackSet,
  clock: Clock,
  operationId: string,
): Promise<StackSetOperation | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const operation = await describeOperation(stackSet, operationId);
    if (!isUnderWay(operation.Status)) return operation;
    if (!hasTime(clock, pauseMs)) return undefined;
    await clock.sleep(pauseMs);
  }
}

async function note(
  { stackSet, log }: Course,
  { done, reasons }: Progress,
  { action, accounts }: Batch,
  operation: StackSetOperation,
): Promise<void> {
  const { Status: status = '', StatusReason, OperationId: operationId } = operation;
  const failures = await failuresIn(stackSet, operation);
  for (const [account, reason] of failures) reasons.set(account, reason);
  // An operation that was stopped, or could not begin, has no results.
  const succeeded = status === 'SUCCEEDED' ? accounts.length - failures.size : 0;
  done[action] += succeeded;
  const counts = { accounts: accounts.length, failed: accounts.length - succeeded };
  const level = counts.failed > 0 ? 'WARN' : 'INFO';
  const message = StatusReason ?? 'Operation on stack instances';
  log({ message, action, level, status, operationId, ...counts });
}
