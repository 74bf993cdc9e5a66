import type { Verdict } from '../types.ts';

/** On when nothing lacks, else off with all that does. */
export function verdictOf(...lacks: readonly (string | undefined)[]): Verdict {
  const found = lacks.filter((lack) => lack !== undefined);
  return found.length === 0 ? { actual: 'on' } : { actual: 'off', reason: found.join('; ') };
}
