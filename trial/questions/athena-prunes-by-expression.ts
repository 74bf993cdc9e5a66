import { databaseOf, folderOf, makeTable, queried } from '../athena.ts';
import { type Question, Unanswered } from '../question.ts';

// The date of the view over the flow logs: templates/athena/views/flow-logs.json
const date = `concat(substr(day, 6, 4), '-', substr(day, 17, 2), '-', substr(day, 24, 2))`;

export const athenaPrunesByExpression: Question = {
  id: 'athena-prunes-by-expression',
  question:
    'Does a condition on an expression of partition keys keep Athena from reading other files?',
  answers: { yes: 'the file of another day is not read', no: 'the file of another day is read' },
  where: 'sandbox',
  makes: 'a bucket with two files, a database with a table and a workgroup of Athena, two queries',
  seconds: 360,
  usd: 0.01,
  async ask(context) {
    const wanted = folderOf(1);
    // A query that reads it fails.
    await makeTable(context, { [wanted]: '{"asked":1}\n', [folderOf(2)]: '{"asked":\n' });
    const records = `"${databaseOf(context)}"."records"`;
    const whole = await queried(context, `SELECT sum(asked) AS everything FROM ${records}`);
    if (whole.failure === undefined) {
      throw new Unanswered(`the file that is not JSON was read without an error: ${whole.value}`);
    }
    const [, year, month, day] = /(\d{4}).*(\d\d).*(\d\d)$/.exec(wanted) ?? [];
    const { value, failure } = await queried(
      context,
      `SELECT sum(asked) AS of_a_day FROM ${records} WHERE ${date} = '${year}-${month}-${day}'`,
    );
    return {
      answer: value === '1' ? 'yes' : 'no',
      said: failure ?? `the sum of the day: ${value}`,
    };
  },
};
