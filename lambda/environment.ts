import { WRITE_INTERVAL_MS } from './organizations.ts';

/**
 * Pause between two writes to AWS Organizations, in milliseconds: `WRITE_INTERVAL_MS` of the
 * environment, else what AWS allows.
 */
export function writeIntervalMs(env: Readonly<Record<string, string | undefined>>): number {
  const value = env.WRITE_INTERVAL_MS;
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : WRITE_INTERVAL_MS;
}
