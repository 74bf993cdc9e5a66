import type { SignIn } from './sign-in.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

// Clocks of AWS differ by less.
const AHEAD_MS = 5 * MINUTE_MS;

/**
 * An event that could not be evaluated waits in the queue of failures for 14 days, the most that SQS
 * keeps it, until an operator invokes the function with it.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const BEHIND_MS = 15 * DAY_MS;

/**
 * Why the time of an event can't be that of a sign-in: it lies after the event itself or after now, or
 * long ago. Counted, it would put failures into a window where they do not belong.
 */
export function problemOfTime({ time, putAt }: SignIn, now: number): string | undefined {
  if (time === undefined) {
    return undefined;
  }
  const shown = new Date(time).toISOString();
  if (time - Math.min(now, putAt ?? now) > AHEAD_MS) {
    return `its time ${shown} is in the future`;
  }
  return now - time > BEHIND_MS ? `its time ${shown} is long past` : undefined;
}
