import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { observationsIn } from './observations.ts';
import { OutOfPlace } from './out-of-place.ts';
import type { Question } from './question.ts';

/** Where answers of AWS are kept, from the root of the repository. */
export const recordFolder = 'docs/trial';

/**
 * Puts the answers of a trial where docs/evidence.md takes them from.
 * @returns what to do next
 * @throws OutOfPlace when the file is not one of a trial, or has no answer
 */
export function record(file: string, questions: readonly Question[]): string {
  const text = readFileSync(file, 'utf8');
  const found = observationsIn(text, file);
  const known = new Set(questions.map(({ id }) => id));
  const unknown = found.answers.find(({ id }) => !known.has(id));
  if (unknown || found.answers.length === 0) {
    throw new OutOfPlace(
      unknown
        ? `${file} answers '${unknown.id}', which is not a question: see --list`
        : `${file} has no answer`,
    );
  }
  const to = path.join(recordFolder, `${found.date.slice(0, 10)}-${found.region}.json`);
  mkdirSync(recordFolder, { recursive: true });
  writeFileSync(to, text);
  return `${found.answers.length} answers are in ${to}: run npm run docs, and npm test -- test/trial for what they contradict`;
}
