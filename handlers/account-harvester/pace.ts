import type { Sleep } from '../../lambda/retry.ts';

/** The time of a harvest; all in milliseconds. */
export interface Clock {
  now(): number;
  sleep: Sleep;
  /** Milliseconds until the function times out. */
  remainingMs(): number;
}

/** The same client, whose calls begin at least `intervalMs` apart. */
export function paced<Client extends { send: unknown }>(
  client: Client,
  intervalMs: number,
  { now, sleep }: Clock,
): Client {
  const send = client.send as (command: unknown) => Promise<unknown>;
  let next = 0;
  const pacedSend = async (command: unknown) => {
    const waitMs = next - now();
    next = Math.max(next, now()) + intervalMs;
    if (waitMs > 0) {
      await sleep(waitMs);
    }
    return send.call(client, command);
  };
  return { send: pacedSend } as Client;
}

/** Enough for the calls in progress, and for requesting the rest. */
const MARGIN_MS = 60_000;

/** Whether there is time for another step after a pause. */
export function hasTime(clock: Clock, pauseMs = 0): boolean {
  return clock.remainingMs() - pauseMs >= MARGIN_MS;
}
