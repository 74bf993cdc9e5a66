import { databaseOf, folderOf, makeTable, queried } from '../athena.ts';
import type { Question } from '../question.ts';

export const athenaQuotedTextInDateFormat: Question = {
  id: 'athena-quoted-text-in-date-format',
  question: 'May a date format of projection hold text in single quotes?',
  answers: { yes: 'the query finds the files of each day', no: 'the query does not find them' },
  where: 'sandbox',
  makes: 'a bucket with two files, a database with a table and a workgroup of Athena, one query',
  seconds: 300,
  usd: 0.01,
  async ask(context) {
    await makeTable(context, {
      [folderOf(1)]: '{"asked":1}\n',
      [folderOf(2)]: '{"asked":2}\n{"asked":3}\n',
    });
    const { value, failure } = await queried(
      context,
      `SELECT count(*) AS everything FROM "${databaseOf(context)}"."records"`,
    );
    return { answer: value === '3' ? 'yes' : 'no', said: failure ?? `${value} of 3 records` };
  },
};
