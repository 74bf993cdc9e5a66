import { awsError } from '../../doubles/aws-client.ts';

/** From 0 up to 1, the same sequence for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Time that passes only on a wait or a call. */
export class SimulatedClock {
  nowMs = 1_800_000_000_000;
  /** When the invocation that is under way times out. */
  deadlineMs = Number.POSITIVE_INFINITY;

  now = (): number => this.nowMs;
  remainingMs = (): number => this.deadlineMs - this.nowMs;
  sleep = async (ms: number): Promise<void> => {
    this.nowMs += ms;
  };
}

/** Calls a second, and how many may come at once. */
export interface Limit {
  rate: number;
  burst: number;
}

/** Refuses calls above a limit, by a bucket of tokens, as AWS does. */
export class RateLimiter {
  /** How often calls were refused. */
  refused = 0;
  readonly #tokens = new Map<string, { left: number; atMs: number }>();
  readonly #clock: SimulatedClock;
  readonly #limits: Readonly<Record<string, Limit>>;

  constructor(clock: SimulatedClock, limits: Readonly<Record<string, Limit>>) {
    this.#clock = clock;
    this.#limits = limits;
  }

  take(name: string): void {
    const limit = this.#limits[name];
    if (!limit) {
      throw new Error(`No rate limit is known of ${name}`);
    }
    const nowMs = this.#clock.now();
    const bucket = this.#tokens.get(name) ?? { left: limit.burst, atMs: nowMs };
    const left = Math.min(limit.burst, bucket.left + ((nowMs - bucket.atMs) / 1000) * limit.rate);
    if (left < 1) {
      this.refused += 1;
      throw awsError('ThrottlingException', `Rate exceeded for ${name}`);
    }
    this.#tokens.set(name, { left: left - 1, atMs: nowMs });
  }
}

/** A page of up to `size` items and the token of the next; now and then an empty one, as AWS may. */
export function pageOf<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { items: T[]; NextToken?: string } {
  const start = Number(token?.replace('empty-', '') ?? 0);
  // https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
  if (start > 0 && start % (3 * size) === 0 && !token?.startsWith('empty-')) {
    return { items: [], NextToken: `empty-${start}` };
  }
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { NextToken: String(end) } : {}),
  };
}
