import { setTimeout as sleep } from 'node:timers/promises';

/** The trial was ended by the operator. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Waits until something is worth another look. */
export type Pause = () => Promise<void>;

export interface Patience {
  /** Between two looks at the same thing. Default: 3000. */
  readonly pauseMs?: number;
  /** By what the time is multiplied that AWS is given. Default: 1; less against the embedded AWS. */
  readonly scale?: number;
}

/** @throws Interrupted once the signal is aborted */
export const pauseOf =
  ({ pauseMs = 3_000 }: Patience, signal?: AbortSignal): Pause =>
  async () => {
    try {
      await sleep(pauseMs, undefined, signal && { signal });
    } catch (error) {
      throw signal?.aborted ? new Interrupted('interrupted', { cause: error }) : error;
    }
  };

/**
 * Looks until there is something, or the time is over.
 * @param seconds for AWS; fewer where patience is scaled
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { seconds, scale = 1, pause }: { seconds: number; scale?: number | undefined; pause: Pause },
): Promise<T | undefined> {
  const end = performance.now() + seconds * 1000 * scale;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= end) {
      return found;
    }
    await pause();
  }
}
