import type { Log } from '../../lambda/log.ts';
import type { Sleep } from '../../lambda/retry.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { DeadlineError } from './errors.ts';
import { type Transport, transport } from './transport.ts';

/** Reserved for the response: a failed connection is retried within it. */
const MARGIN_MS = 8000;

export interface Deadline {
  /** Rejects with DeadlineError when there is just enough time left to respond. Never resolves. */
  passed: Promise<never>;
  cancel(): void;
}

/** The side effects of a custom resource. */
export interface Runtime {
  send: Transport;
  sleep: Sleep;
  deadline(remainingMs: number): Deadline;
  log: Log;
}

/** Starts a timer that leaves the margin, or half of the remaining time if that is less. */
export function startDeadline(remainingMs: number): Deadline {
  const { promise, reject } = Promise.withResolvers<never>();
  const afterMs = remainingMs - Math.min(MARGIN_MS, remainingMs / 2);
  const text =
    `Not finished after ${Math.round(afterMs / 1000)} s, shortly before the function's timeout: ` +
    'raise its timeout, or update the stack to continue from here';
  const timer = setTimeout(() => reject(new DeadlineError(text)), afterMs);
  return { passed: promise, cancel: () => clearTimeout(timer) };
}

const { sleep, log } = functionRuntime;

export const customResourceRuntime: Runtime = {
  send: transport(sleep),
  sleep,
  deadline: startDeadline,
  log,
};
