import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Around, runCommand } from '../../trial/command.ts';
import { questions } from '../../trial/questions/index.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command where AWS can't be reached: none of these cases gets that far. */
async function ran(argv: readonly string[], more: Partial<Around> = {}): Promise<Ran> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    ({ write: (text: string) => (written[name] += text) }) as unknown as NodeJS.WriteStream;
  const code = await runCommand(argv, {
    ...{ stdout: stream('out'), stderr: stream('err'), env: {}, questions },
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    signal: new AbortController().signal,
    now: () => new Date('2026-11-30T12:00:00Z'),
    confirm: undefined,
    askAll: () => {
      throw new Error('asked');
    },
    ...more,
  });
  return { code, ...written };
}

describe('npm run trial', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trial-'));
  const cwd = process.cwd();

  before(() => process.chdir(folder));

  after(() => {
    process.chdir(cwd);
    rmSync(folder, { recursive: true });
  });

  it('lists every question, and where it can be asked', async () => {
    const { code, out } = await ran(['--list']);

    expect(code).to.equal(0);
    expect(out.trim().split('\n')).to.have.lengthOf(questions.length);
    expect(out).to.include('policy-provider-exists: Must a provider');
  });

  it('has a help with the exit codes', async () => {
    const { code, out } = await ran(['--help']);

    expect(code).to.equal(0);
    expect(out).to.include('Exit codes: 0 all questions answered');
  });

  it('says what it would make, and makes nothing without a terminal to ask at', async () => {
    const { code, out, err } = await ran(['--only', 'policy-provider-exists']);

    expect(code).to.equal(2);
    expect(out).to.include('policy-provider-exists: at most a role that no principal can assume');
    expect(err).to.equal('trial: There is no terminal to ask at: give --yes to make all of that\n');
  });

  it('makes nothing when the answer is not yes', async () => {
    const asked: string[] = [];
    const confirm = async (text: string) => {
      asked.push(text);
      return false;
    };

    const { code, err } = await ran([], { confirm });

    expect(asked).to.deep.equal(['Make it? [y/N] ']);
    expect(code).to.equal(2);
    expect(err).to.equal('trial: nothing was made\n');
  });

  it('rejects an id that no question has, and an unknown option', async () => {
    expect(await ran(['--only', 'nothing', '--yes'])).to.include({
      code: 2,
      err: "trial: There is no question 'nothing': see --list\n",
    });
    expect((await ran(['--everything'])).err).to.include("unknown option '--everything'");
  });

  it('records answers under their day and region, for the page of evidence', async () => {
    const answer = { id: 'policy-provider-exists', row: 'policy-provider-exists', answer: 'no' };
    const text = JSON.stringify({
      ...{ version: 1, date: '2026-11-30T12:00:00.000Z', region: 'eu-west-1', partition: 'aws' },
      answers: [answer],
    });
    writeFileSync('trial.json', text);

    const { code, out } = await ran(['--record', 'trial.json']);

    expect(code).to.equal(0);
    expect(out).to.include('1 answers are in docs/trial/2026-11-30-eu-west-1.json');
    expect(readFileSync('docs/trial/2026-11-30-eu-west-1.json', 'utf8')).to.equal(text);
  });

  it('records no answer to a question that it does not have', async () => {
    const about = { version: 1, date: '2026-11-30', region: 'eu-west-1', partition: 'aws' };
    writeFileSync('other.json', JSON.stringify({ ...about, answers: [{ id: 'x', answer: 'no' }] }));

    const { code, err } = await ran(['--record', 'other.json']);

    expect(code).to.equal(2);
    expect(err).to.include("other.json answers 'x', which is not a question");
  });
});
