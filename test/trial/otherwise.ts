import { type Question, rowOf } from '../../trial/question.ts';
import type { Playground } from './embedded.ts';

/** Makes the embedded AWS do the opposite, and answers what takes that back. */
type Turn = (playground: Playground) => Promise<() => Promise<void>>;

/** Questions that no belief of the embedded AWS decides. */
const turns: Readonly<Record<string, Turn>> = {};

export function turnedFor(question: Question): Turn {
  return (
    turns[question.id] ??
    (async ({ believe }) => {
      await believe(rowOf(question), false);
      return () => believe(rowOf(question), true);
    })
  );
}
