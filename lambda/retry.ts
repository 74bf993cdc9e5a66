import { describeError, isNamed, OutOfAttemptsError } from './errors.ts';

export type Sleep = (ms: number) => Promise<void>;

export interface RetryOptions {
  /** Total number of calls, at least 1. */
  attempts: number;
  sleep: Sleep;
  /** Pause after the first failure; doubles each time. Default 1000. */
  baseMs?: number;
  /** Longest pause. Default 20000. */
  maxMs?: number;
  /** From 0 up to 1; spreads callers that were throttled together. */
  random?: () => number;
}

/**
 * Calls until it succeeds, as long as it fails with one of the named errors; any other is thrown
 * immediately. Pauses between half and all of an interval that doubles.
 *
 * @throws OutOfAttemptsError when the last attempt fails with a named error too
 */
export async function retryOn<T>(
  transient: readonly string[] | ((error: unknown) => boolean),
  call: () => Promise<T>,
  { attempts, sleep, baseMs = 1000, maxMs = 20_000, random = Math.random }: RetryOptions,
): Promise<T> {
  const isTransient =
    typeof transient === 'function' ? transient : (error: unknown) => isNamed(error, ...transient);
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isTransient(error)) {
        throw error;
      }
      if (attempt >= attempts) {
        throw outOfAttempts(attempt, error);
      }
      const spanMs = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
      await sleep(Math.round(spanMs * (0.5 + random() / 2)));
    }
  }
}

function outOfAttempts(attempts: number, cause: unknown): OutOfAttemptsError {
  const text = `Gave up after ${attempts} attempts: ${describeError(cause)}`;
  return new OutOfAttemptsError(text, { cause });
}

/**
 * Reads until the state is reached, for APIs that are eventually consistent.
 *
 * @throws OutOfAttemptsError naming the awaited state
 */
export async function waitUntil(
  awaited: string,
  isThere: () => Promise<boolean>,
  { attempts, everyMs, sleep }: { attempts: number; everyMs: number; sleep: Sleep },
): Promise<void> {
  for (let attempt = 1; !(await isThere()); attempt++) {
    if (attempt >= attempts) {
      const seconds = Math.round(((attempts - 1) * everyMs) / 1000);
      throw new OutOfAttemptsError(
        `Timed out after ${seconds} s waiting for ${awaited}; update the stack to retry`,
      );
    }
    await sleep(everyMs);
  }
}

/** Returns a function to await before each write: all but the first wait `intervalMs`. */
export function pacer(sleep: Sleep, intervalMs: number): () => Promise<void> {
  let isFirst = true;
  return async () => {
    if (!isFirst) {
      await sleep(intervalMs);
    }
    isFirst = false;
  };
}
