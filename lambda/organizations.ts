import { text } from './properties.ts';
import { retryOn, type Sleep } from './retry.ts';

/**
 * Writes to AWS Organizations are allowed once a second, in bursts of two.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const WRITE_INTERVAL_MS = 1000;

// Organizations accepts one change at a time: a concurrent one makes ours fail, and ends soon.
const TRANSIENT = ['ConcurrentModificationException', 'TooManyRequestsException'];

/** Retries a write while AWS Organizations is busy with another one. */
export function retryWrite<T>(sleep: Sleep, write: () => Promise<T>): Promise<T> {
  return retryOn(TRANSIENT, write, { attempts: 8, sleep });
}

export const servicePrincipal = text(
  /^[a-z0-9.-]+\.amazonaws\.com$/,
  'a service principal such as config.amazonaws.com',
);
