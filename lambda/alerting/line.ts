/**
 * A string or number as one printable line of at most `length` characters; empty for anything else.
 * Attackers control titles, names and tags: these must not forge lines of an alert, hide the text
 * after them or reverse its direction.
 */
export function line(value: unknown, length = 300): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return '';
  }
  // A character becomes a few at most, so the work is bounded for any input.
  const start = String(value).slice(0, 4 * length);
  const clean = start.replace(/[\p{C}\s\p{Zl}\p{Zp}]+/gu, ' ').trim();
  if (clean.length <= length) {
    return clean;
  }
  return `${clean.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
