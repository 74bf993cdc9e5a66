import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { EvidenceRow } from '../../scripts/docs/evidence.ts';
import { rowOf } from '../../trial/question.ts';
import { questions } from '../../trial/questions/index.ts';

const root = path.join(import.meta.dirname, '../..');
const rows = globSync('rehearsal/embedded-aws/evidence/*.yml', { cwd: root }).flatMap(
  (file) => parse(readFileSync(path.join(root, file), 'utf8')) as EvidenceRow[],
);
const asked = new Set(questions.map(rowOf));

describe('the questions of a trial', () => {
  it('are fifteen at least', () => {
    expect(questions.length).to.be.at.least(15);
  });

  it('decide a row of evidence, each of them', () => {
    const known = new Set(rows.map(({ id }) => id));

    expect(questions.map(rowOf).filter((row) => !known.has(row))).to.deep.equal([]);
  });

  it('are in files of their ids, all of which are asked', () => {
    const files = globSync('trial/questions/*.ts', { cwd: root })
      .map((file) => path.basename(file, '.ts'))
      .filter((name) => name !== 'index');

    expect(questions.map(({ id }) => id).sort()).to.deep.equal(files.sort());
  });

  it('ask about every unverified row, or the row says why none does', () => {
    const open = rows.filter(({ status }) => status === 'unverified');
    const wrong = open
      .filter((row) => asked.has(row.id) === (row.trial !== undefined))
      .map(({ id }) => id);

    expect(open).not.to.deep.equal([]);
    expect(wrong).to.deep.equal([]);
  });

  it('are sentences, and their answers differ', () => {
    for (const { question, answers, makes } of questions) {
      expect(question).to.match(/^[A-Z].*\?$/);
      expect(answers.yes).not.to.equal(answers.no);
      expect(makes).to.match(/^[a-z]/);
    }
  });

  it('have names that a rule may have where they make one', () => {
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
    const names = questions
      .filter(({ makes }) => makes.includes('rule'))
      .map(({ id }) => `ofn-audit-trial-000000-${id}`);

    expect(names).not.to.deep.equal([]);
    expect(names.filter((name) => name.length > 64)).to.deep.equal([]);
  });
});
