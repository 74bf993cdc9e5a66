import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { contradictions, observationsIn } from '../../trial/observations.ts';
import { questions } from '../../trial/questions/index.ts';
import { recordFolder } from '../../trial/record.ts';
import type { RecordedAnswer } from '../../trial/report.ts';
import type { Asked } from '../../trial/run.ts';
import { openPlayground, type Playground } from './embedded.ts';
import { everythingAt } from './everything.ts';
import { answerQueries, turnedFor } from './otherwise.ts';

const root = path.join(import.meta.dirname, '../..');
const elsewhere = questions.flatMap((one) => one.region ?? []);

const answerOf = (asked: readonly Asked[], id: string): RecordedAnswer['answer'] => {
  const one = asked.find((other) => other.id === id);
  return one && 'answer' in one ? one.answer : undefined;
};

describe('the questions, asked of the embedded AWS', function () {
  this.timeout(600_000);
  const journals = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trial-'));
  let playground: Playground;
  const seen: unknown[] = [];
  let asked: Asked[];
  const otherwise: Asked[] = [];

  before(async () => {
    playground = await openPlayground(journals);
    await answerQueries(playground);
    seen.push(await everythingAt(playground, elsewhere));
    asked = await playground.ask(questions);
    seen.push(await everythingAt(playground, elsewhere));
    // One at a time: each is turned round alone.
    for (const question of questions) {
      const turnBack = await turnedFor(question)(playground);
      otherwise.push(...(await playground.ask([question])));
      await turnBack();
    }
    seen.push(await everythingAt(playground, elsewhere));
  });

  after(async () => {
    await playground.aws.stop();
    rmSync(journals, { recursive: true });
  });

  it('are answered, each of them', () => {
    const open = asked.flatMap((one) => ('answer' in one ? [] : [`${one.id}: ${one.unanswered}`]));

    expect(open).to.deep.equal([]);
  });

  it('are answered the other way round where AWS does the opposite', () => {
    const same = otherwise
      .filter(({ id }) => answerOf(otherwise, id) === answerOf(asked, id))
      .map((one) => `${one.id}: ${'answer' in one ? one.said : one.unanswered}`);

    expect(same).to.deep.equal([]);
  });

  it('leave nothing behind, whatever the answer', () => {
    const [first, second, third] = seen;

    expect(second).to.deep.equal(first);
    expect(third).to.deep.equal(first);
    expect([...asked, ...otherwise].flatMap(({ left }) => left)).to.deep.equal([]);
    expect(readdirSync(journals)).to.deep.equal([]);
  });

  it('make the embedded AWS do what AWS was seen to do', () => {
    const files = globSync(`${recordFolder}/*.json`, { cwd: root });
    const observed = files.flatMap((file) =>
      observationsIn(readFileSync(path.join(root, file), 'utf8'), file).answers.map((one) => ({
        ...one,
        file,
      })),
    );

    expect(contradictions(observed, new Map(asked.map((one) => [one.id, one])))).to.deep.equal([]);
  });
});
