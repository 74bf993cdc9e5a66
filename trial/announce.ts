import type { Question } from './question.ts';
import { longest } from './schedule.ts';

export const cost = (questions: readonly Question[]): number =>
  questions.reduce((sum, { usd }) => sum + usd, 0);

/** What the trial is about to make, where, for how long and at what cost. */
export function announcement(
  questions: readonly Question[],
  { region, accountId }: { region: string; accountId: string | undefined },
): string {
  const placeOf = (one: Question): string => {
    const account =
      one.where === 'management'
        ? 'the management account'
        : (accountId ?? 'the account of the credentials');
    return `In ${account}, ${one.region ?? region}:`;
  };
  const minutes = Math.max(1, Math.ceil(longest(questions) / 60));
  return [
    `${questions.length} questions make:`,
    ...[...Map.groupBy(questions, placeOf)].flatMap(([place, those]) => [
      '',
      place,
      ...those.map(({ id, makes }) => `  ${id}: ${makes}`),
    ]),
    '',
    'All of it has names that begin with ofn-audit-trial-, and is removed again. Together it takes at most',
    `${minutes} min and costs at most ${cost(questions).toFixed(2)} USD.`,
  ].join('\n');
}
