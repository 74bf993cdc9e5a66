import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { questions } from '../../trial/questions/index.ts';
import { openPlayground, type Playground, sandboxAccountId } from './embedded.ts';
import { everythingAt } from './everything.ts';
import { answerQueries } from './otherwise.ts';

const cli = path.join(import.meta.dirname, '../../trial/cli.ts');
// A role, a rule and a stack are made, as no refusal of these rows holds.
const rows = [
  'policy-provider-exists',
  'events-schedule-unmentioned-forms',
  'topic-policy-resource',
];
const elsewhere = questions.flatMap((one) => one.region ?? []);
const sandbox = ['--account', sandboxAccountId];

describe('the command of a trial', function () {
  this.timeout(600_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trial-'));
  let playground: Playground;
  let nothing: unknown;

  before(async () => {
    playground = await openPlayground(folder);
    for (const row of rows) {
      await playground.believe(row, false);
    }
    await answerQueries(playground);
    nothing = await everythingAt(playground, elsewhere);
  });

  after(async () => {
    await playground.aws.stop();
    rmSync(folder, { recursive: true });
  });

  const start = (...argv: string[]): ChildProcess =>
    spawn(process.execPath, [cli, ...argv], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: playground.aws.endpoint,
        AWS_ACCESS_KEY_ID: playground.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: playground.credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
      },
    });

  const ended = async (child: ChildProcess) => {
    const written = { out: '', err: '' };
    child.stdout?.on('data', (chunk) => (written.out += chunk));
    child.stderr?.on('data', (chunk) => (written.err += chunk));
    const [code] = await once(child, 'close');
    return { code, ...written };
  };

  const journals = () => globSync('reports/trial/*.jsonl', { cwd: folder });

  const linesOfJournal = (): number =>
    journals()
      .map((file) => readFileSync(path.join(folder, file), 'utf8').split('\n').length - 1)
      .reduce((sum, lines) => sum + lines, 0);

  /** Waits for the journal to have so many lines. */
  const journalled = async (lines: number, child: ChildProcess): Promise<void> => {
    while (child.exitCode === null && linesOfJournal() < lines) {
      await sleep(2);
    }
  };

  /** Waits for the embedded AWS to have handled what was sent to it last. */
  const quiet = async (): Promise<void> => {
    let before: unknown;
    for (let now = 0; now !== before; ) {
      before = now;
      await sleep(1500);
      now = (await playground.aws.events()).next;
    }
  };

  it('asks, shows a table, writes the answers, and leaves nothing', async () => {
    const { code, out, err } = await ended(start(...sandbox, '--yes', '--only', ...rows));

    expect(err).to.equal('');
    expect(code).to.equal(0);
    expect(out).to.include('Together it takes at most\n').and.include('IAM makes the role');
    const text = readFileSync(path.join(folder, 'trial.json'), 'utf8');
    expect(text).not.to.match(/\d{12}/);
    expect(JSON.parse(text)).to.deep.include({ version: 1, region: 'us-east-1', partition: 'aws' });
    expect(JSON.parse(text).answers.map(({ answer }: { answer: string }) => answer)).to.deep.equal([
      'no',
      'no',
      'no',
    ]);
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
    expect(journals()).to.deep.equal([]);
  });

  it('answers every question, those of a lane one after the other', async () => {
    const { code, out, err } = await ended(start(...sandbox, '--management', '--yes'));

    const { answers } = JSON.parse(readFileSync(path.join(folder, 'trial.json'), 'utf8'));
    expect(answers.filter(({ answer }: { answer?: string }) => !answer)).to.deep.equal([]);
    expect(answers).to.have.lengthOf(questions.length);
    expect(err).to.equal('');
    expect(code, out).to.equal(0);
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
  });

  it('refuses the management account unless it is allowed', async () => {
    const { code, err } = await ended(start('--yes', '--only', 'policy-provider-exists'));

    expect(code).to.equal(2);
    expect(err).to.include('This is the management account of an organization');
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`removes everything after ${signal}`, async () => {
      const child = start(...sandbox, '--yes', '--only', ...rows);
      const end = ended(child);
      await journalled(2, child);

      child.kill(signal);

      expect((await end).code).to.equal(130);
      expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
      expect(journals()).to.deep.equal([]);
    });
  }

  it('removes everything when all is asked and interrupted', async () => {
    const child = start(...sandbox, '--management', '--yes');
    const end = ended(child);
    await journalled(24, child);

    child.kill('SIGINT');

    expect((await end).code).to.equal(130);
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
    expect(journals()).to.deep.equal([]);
  });

  // Three things are made, and three are removed.
  for (const lines of [1, 2, 3, 4, 5, 6]) {
    it(`leaves nothing to --clean-up when it is killed at step ${lines} of 6`, async () => {
      const child = start(...sandbox, '--yes', '--only', ...rows);
      const end = ended(child);
      await journalled(lines, child);
      child.kill('SIGKILL');
      await end;

      const { code, out } = await ended(start(...sandbox, '--clean-up'));

      expect(code).to.equal(0);
      expect(out).to.include(', 0 left');
      expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
      expect(journals()).to.deep.equal([]);
    });
  }

  // Of all questions, in both accounts: stacks, recorders, detectors, flow logs, linked roles.
  for (const lines of [8, 24, 48]) {
    it(`leaves nothing to --clean-up when all is asked and killed at step ${lines}`, async () => {
      const child = start(...sandbox, '--management', '--yes');
      const end = ended(child);
      await journalled(lines, child);
      child.kill('SIGKILL');
      await end;
      await quiet();

      const { code, out } = await ended(start(...sandbox, '--management', '--clean-up'));

      expect(out).to.include(', 0 left');
      expect(code).to.equal(0);
      expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
      expect(journals()).to.deep.equal([]);
    });
  }

  it('finds by its prefix what no journal knows', async () => {
    const child = start(...sandbox, '--yes', '--only', ...rows);
    const end = ended(child);
    await journalled(3, child);
    child.kill('SIGKILL');
    await end;
    rmSync(path.join(folder, 'reports'), { recursive: true });

    const { code } = await ended(start(...sandbox, '--clean-up'));

    expect(code).to.equal(0);
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
  });

  it('keeps the journal of what it could not remove, and says so', async () => {
    const fault = { service: 'iam', action: 'DeleteRole', error: 'ServiceFailure', times: 50 };
    await playground.aws.control('POST', '/faults', { ...fault, status: 500 });
    const { code, out } = await ended(
      start(...sandbox, '--yes', '--only', 'policy-provider-exists'),
    );
    await playground.aws.control('DELETE', '/faults');

    expect(code).to.equal(1);
    expect(out).to.include('left: role ofn-audit-trial-policy-provider-exists in us-east-1');
    expect(journals()).to.have.lengthOf(1);
    expect((await ended(start(...sandbox, '--clean-up'))).code).to.equal(0);
    expect(await everythingAt(playground, elsewhere)).to.deep.equal(nothing);
  });
});
