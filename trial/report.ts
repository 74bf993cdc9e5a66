import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Answer } from './question.ts';
import type { Asked } from './run.ts';

/** trial.json: what AWS answered, without a word about whose account it was. */
export interface TrialFile {
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly region: string;
  readonly partition: string;
  readonly answers: readonly RecordedAnswer[];
}

export interface RecordedAnswer {
  readonly id: string;
  /** The row of evidence that is decided. */
  readonly row: string;
  readonly question: string;
  readonly region: string;
  readonly answer?: Answer;
  /** What the answer means. */
  readonly means?: string;
  /** What AWS said. */
  readonly said?: string;
  /** Why there is no answer. */
  readonly unanswered?: string;
}

export function trialFile(
  asked: readonly Asked[],
  { date, region, partition }: Pick<TrialFile, 'date' | 'region' | 'partition'>,
): TrialFile {
  return {
    ...{ version: 1, date, region, partition },
    answers: asked.map(({ seconds: _seconds, left: _left, ...answer }) => answer),
  };
}

/** The closing table, then what could not be removed. */
export function renderTrial(asked: readonly Asked[], stream: NodeJS.WriteStream): string {
  const table = new Table({
    head: ['', 'question', 'answer'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    wordWrap: true,
    colWidths: [5, 44, Math.min(100, Math.max(44, (stream.columns || 118) - 54))],
  });
  for (const one of asked) {
    table.push([
      mark(one, stream),
      one.question,
      'answer' in one ? `${one.means}. ${one.said}` : one.unanswered,
    ]);
  }
  const left = asked.flatMap((one) => one.left);
  return [
    table.toString(),
    ...left.map((what) => `left: ${what}`),
    ...(left.length > 0 ? ['Run npm run trial -- --clean-up to try again.'] : []),
  ].join('\n');
}

function mark(one: Asked, stream: NodeJS.WriteStream): string {
  const text = 'answer' in one ? one.answer : '?';
  return stream.isTTY ? styleText('answer' in one ? 'green' : 'yellow', text, { stream }) : text;
}
