import type { Question } from './question.ts';

/** How many lanes are asked at a time. */
export const concurrency = 12;

/** Questions that wait for each other, the longest lane first; a question without a lane is one by itself. */
export function lanesOf(questions: readonly Question[]): Question[][] {
  const lanes = Map.groupBy(questions, ({ lane, id }) => lane ?? id);
  return [...lanes.values()].sort((a, b) => secondsOf(b) - secondsOf(a));
}

const secondsOf = (lane: readonly Question[]): number =>
  lane.reduce((sum, { seconds }) => sum + seconds, 0);

/** The most that a trial takes, in seconds, if the next lane begins whenever one ends. */
export function longest(questions: readonly Question[]): number {
  const workers = Array.from({ length: concurrency }, () => 0);
  for (const lane of lanesOf(questions)) {
    workers.sort((a, b) => a - b);
    workers[0] = (workers[0] ?? 0) + secondsOf(lane);
  }
  return Math.max(...workers);
}
