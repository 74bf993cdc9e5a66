import { type Question, rowOf } from '../../trial/question.ts';
import type { Playground } from './embedded.ts';

/** Makes the embedded AWS do the opposite, and answers what takes that back. */
type Turn = (playground: Playground) => Promise<() => Promise<void>>;

type Answer = { readonly rows: readonly string[][] } | { readonly failure: string };

const answering =
  (query: string, before: Answer, after: Answer): Turn =>
  async ({ aws }) => {
    await aws.control('POST', '/athena/answers', { query, ...after });
    return async () => {
      await aws.control('POST', '/athena/answers', { query, ...before });
    };
  };

const badData: Answer = { failure: 'HIVE_BAD_DATA: Error parsing a row as JSON' };
const three: Answer = { rows: [['everything'], ['3']] };
const one: Answer = { rows: [['of_a_day'], ['1']] };

/** Questions that no belief of the embedded AWS decides: it runs no queries. */
const turns: Readonly<Record<string, Turn>> = {
  'athena-quoted-text-in-date-format': answering('count(*) AS everything', three, {
    rows: [['everything'], ['0']],
  }),
  'athena-prunes-by-expression': answering('AS of_a_day', one, badData),
};

/** What queries would answer on AWS, as far as its pages say. */
export async function answerQueries(playground: Playground): Promise<void> {
  const whole = { query: 'sum(asked) AS everything', ...badData };
  await playground.aws.control('POST', '/athena/answers', whole);
  for (const turn of Object.values(turns)) {
    const turnBack = await turn(playground);
    await turnBack();
  }
}

export function turnedFor(question: Question): Turn {
  return (
    turns[question.id] ??
    (async ({ believe }) => {
      await believe(rowOf(question), false);
      return () => believe(rowOf(question), true);
    })
  );
}
