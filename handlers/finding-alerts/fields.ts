import { line } from '../../lambda/alerting/line.ts';
import { ACCOUNT_ID } from '../../lambda/pattern.ts';

export { line };

/** The value at a path of a JSON value; `undefined` when there is none. Never throws. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) {
      return undefined;
    }
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The first of the values that is a string or number, as a line. */
export function firstLine(...values: readonly unknown[]): string {
  for (const value of values) {
    const text = line(value);
    if (text) {
      return text;
    }
  }
  return '';
}

/** A number from 0 to `max`, with two decimals. */
export function numberUpTo(max: number, value: unknown): number | undefined {
  if (typeof value !== 'number' || !(value >= 0 && value <= max)) {
    return undefined;
  }
  return Math.round(value * 100) / 100;
}

/** A count, or `undefined`. */
export function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

export function accountIn(...values: readonly unknown[]): string {
  return values.map((value) => line(value)).find((id) => ACCOUNT_ID.test(id)) ?? '';
}

/** Some lines as one, each once; the rest is counted. */
export function joined(lines: readonly string[], most = 5): string {
  const different = [...new Set(lines.filter(Boolean))];
  const rest = different.length - most;
  return different.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
