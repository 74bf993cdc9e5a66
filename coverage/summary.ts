import { NothingToReadError } from '../organization/errors.ts';
import type { Cell, State } from './types.ts';

const excuses: readonly State[] = ['suspended account', 'not enabled region'];

export interface Summary {
  /** Cells that could be evaluated: neither suspended nor in a region that is not enabled. */
  judged: number;
  asExpected: number;
  holes: number;
  /** Cells that are neither as expected nor a hole, by what they are. */
  excused: Map<State, number>;
}

/** @throws NothingToReadError when no cell could be evaluated: that is never a success */
export function summarize(cells: readonly Cell[]): Summary {
  const excused = new Map<State, number>();
  for (const { actual } of cells.filter((cell) => cell.ok && excuses.includes(cell.actual))) {
    excused.set(actual, (excused.get(actual) ?? 0) + 1);
  }
  const left = [...excused.values()].reduce((sum, count) => sum + count, 0);
  const judged = cells.length - left;
  if (judged === 0) {
    throw new NothingToReadError(
      `None of ${cells.length} cells could be evaluated: all accounts are suspended, ` +
        'or none has enabled a governed region',
    );
  }
  const holes = cells.filter((cell) => !cell.ok).length;
  return { judged, asExpected: judged - holes, holes, excused };
}

/** 0: no holes. 1: holes. A ledger that could not be read throws instead, and exits 2. */
export function exitCode(cells: readonly Cell[]): 0 | 1 {
  return summarize(cells).holes === 0 ? 0 : 1;
}

/** The first line: "37 of 41 cells as expected; 4 holes; 3 suspended account". */
export function firstLine(cells: readonly Cell[]): string {
  const { judged, asExpected, holes, excused } = summarize(cells);
  return [
    `${asExpected} of ${judged} cells as expected`,
    `${holes} ${holes === 1 ? 'hole' : 'holes'}`,
    ...[...excused].map(([state, count]) => `${count} ${state}`),
  ].join('; ');
}
