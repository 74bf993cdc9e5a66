import type { StackSetOperation } from '@aws-sdk/client-cloudformation';
import { type Clock, hasTime } from './pace.ts';
import { describeOperation, isUnderWay, readOperations, type StackSet } from './stack-set.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;
/** For the lists of 10,000 accounts and instances, and more: bench/harvester.md */
export const READ_MS = 240_000;

/**
 * Waits until no operation is in progress, and returns the id of the latest; undefined when there is
 * no time left to wait, or to read afterwards.
 */
export async function settle(stackSet: StackSet, clock: Clock): Promise<string | undefined> {
  const { underWay, newest } = await readOperations(stackSet);
  if (!underWay) {
    return newest;
  }
  const isOver = (await ended(stackSet, clock, underWay)) !== undefined;
  return isOver && hasTime(clock, READ_MS) ? newest : undefined;
}

/** Waits for the end of an operation; undefined when there is no time left to wait. */
export async function ended(
  stackSet: StackSet,
  clock: Clock,
  operationId: string,
): Promise<StackSetOperation | undefined> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const operation = await describeOperation(stackSet, operationId);
    if (!isUnderWay(operation.Status)) {
      return operation;
    }
    if (!hasTime(clock, pauseMs)) {
      return undefined;
    }
    await clock.sleep(pauseMs);
  }
}
