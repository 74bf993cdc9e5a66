import type { GapStatus } from './coverage.ts';

/** With thousands separators: 12,345. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** `1 account`, `2 accounts`. */
export function quantity(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `2026-11-28T09:30:00.123Z` as `2026-11-28 09:30 UTC`; other texts stay unchanged. */
export function time(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Between two times, to the minute: `1 h 5 min`; undefined when either is not a time. */
export function duration(from: string, to: string): string | undefined {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (Number.isNaN(minutes) || minutes < 0) {
    return undefined;
  }
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const statusNames: Record<GapStatus, string> = {
  failed: 'failed',
  'timed-out': 'timed out',
  skipped: 'skipped',
  'not-reached': 'not reached',
};
