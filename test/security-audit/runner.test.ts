import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/redact.ts';
import type { Run } from '../../security-audit/types.ts';
import { caller, startFakeAws } from './fake-aws.ts';
import { Bench, isRunning, sessionOf } from './fakes.ts';

const root = path.join(import.meta.dirname, '../..');
const ids = ['222222222222', '333333333333', '444444444444'] as const;

describe('the runner, as a process of its own', function () {
  this.timeout(30_000);
  let bench: Bench;
  let aws: Awaited<ReturnType<typeof startFakeAws>>;

  beforeEach(async () => {
    bench = new Bench();
    aws = await startFakeAws(ids);
  });

  afterEach(() => {
    aws.close();
    bench.remove();
  });

  const start = (...argv: string[]): ChildProcess =>
    spawn(
      process.execPath,
      [path.join(root, 'security-audit/cli.ts'), '--output', bench.output, ...argv],
      {
        cwd: root,
        env: { ...aws.environment, HOME: bench.folder, PROWLER: bench.scanner },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );

  const finish = async (child: ChildProcess) => {
    const [stdout, stderr, [code, signal]] = (await Promise.all([
      ...[child.stdout, child.stderr].map((output) => buffer(output as NodeJS.ReadableStream)),
      once(child, 'exit'),
    ])) as [Buffer, Buffer, [number | null, string | null]];
    return { code, signal, said: `${stdout}${stderr}` };
  };

  /** Waits for a file that the hanging scanner writes. */
  const hanging = async (): Promise<number[]> => {
    const file = path.join(bench.folder, 'hanging.txt');
    const changes = watch(bench.folder);
    while (!existsSync(file) || !readFileSync(file, 'utf8').includes(' ')) {
      await once(changes, 'change');
    }
    changes.close();
    return readFileSync(file, 'utf8').split(' ').map(Number);
  };

  const savedRun = (): Run => {
    const [name = ''] = readdirSync(path.join(bench.output, 'runs')).filter((one) =>
      one.endsWith('Z.json'),
    );
    return JSON.parse(bench.read(`runs/${name}`));
  };
  const statuses = () => savedRun().scans.map(({ account, status }) => [account.id, status]);

  it('goes on after it was killed, without scanning again what was scanned', async () => {
    bench.modes({ '333333333333': 'wait' });
    const first = start('-p', '1');
    const ended = finish(first);
    const pids = await hanging();
    first.kill('SIGKILL');
    expect(await ended).to.include({ code: null, signal: 'SIGKILL' });
    expect(statuses()).to.deep.equal([['222222222222', 'scanned']]);
    expect(savedRun().finishedAt).to.equal(undefined);
    // Nobody is left to end what the runner had started.
    process.kill(-(pids[0] ?? 0), 'SIGKILL');
    bench.modes({});

    const second = await finish(start('-p', '1', '--resume'));

    expect(second.code).to.equal(0);
    expect(second.said).to.contain('3 of 3 accounts scanned');
    expect(bench.started()).to.deep.equal([
      '222222222222',
      '333333333333',
      '333333333333',
      '444444444444',
    ]);
    expect(statuses()).to.deep.equal(ids.map((id) => [id, 'scanned']));
    expect(savedRun().finishedAt).to.be.a('string');
    expect(bench.read('index.html')).to.contain('<!doctype html>');
    expect(existsSync(path.join(bench.output, '.scratch', '333333333333'))).to.equal(false);
  });

  it('ends its scanners when it is interrupted, and can be resumed', async () => {
    bench.modes({ '222222222222': 'wait' });
    const child = start('-p', '1');
    const ended = finish(child);
    const pids = await hanging();

    child.kill('SIGINT');

    const { code, said } = await ended;
    expect(code).to.equal(130);
    expect(said).to.contain('0 of 3 accounts are scanned: go on with --resume');
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
    expect(savedRun().finishedAt).to.equal(undefined);
    expect(existsSync(path.join(bench.output, '.lock'))).to.equal(false);
  });

  it('is alone in its output folder', async () => {
    bench.modes({ '222222222222': 'wait' });
    const child = start('-p', '1');
    const ended = finish(child);
    await hanging();

    const other = await finish(start());

    child.kill('SIGTERM');
    await ended;
    expect(other.code).to.equal(2);
    expect(other.said).to.contain(`Another run, process ${child.pid}, writes to ${bench.output}`);
  });

  it('writes no credentials anywhere, not of a role and not of the caller', async () => {
    bench.modes({ '222222222222': 'leak', '333333333333': 'failing', '444444444444': 'leak' });

    const { code, said } = await finish(start());

    expect(code).to.equal(1);
    const roles = ids.map((id) => sessionOf(id));
    const secrets = [
      ...roles.flatMap((one) => [one.accessKeyId, one.secretAccessKey, one.sessionToken]),
      ...[caller.id, caller.secret],
    ];
    const files = await filesBelow(bench.output);
    expect(files).to.include.members([
      'index.html',
      '222222222222/prowler/2026-11-28/prowler.log'.replace('2026-11-28', savedRun().date),
    ]);
    const texts = files.map((file) => {
      const bytes = readFileSync(path.join(bench.output, file));
      return [file, `${file.endsWith('.gz') ? gunzipSync(bytes) : bytes}`];
    });
    for (const [file, text] of [...texts, ['what it said', said]]) {
      for (const secret of secrets.flatMap((one) => [one, encodeURIComponent(one)])) {
        expect(text?.includes(secret), `${file} has ${secret}`).to.equal(false);
      }
    }
  });

  it('does not ask for a code where there is no terminal', async () => {
    const { code, said } = await finish(start('-m', 'arn:aws:iam::111111111111:mfa/jane'));

    expect(code).to.equal(2);
    expect(said).to.contain('--mfa asks for a code, and there is no terminal to ask on');
  });
});
