import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/redact.ts';
import { caller, startFakeAws } from './fake-aws.ts';
import { sessionOf } from './fakes.ts';
import { RunnerBench } from './runner-bench.ts';

const ids = ['222222222222', '333333333333', '444444444444'] as const;

describe('the runner, as a process of its own', function () {
  this.timeout(30_000);
  let bench: RunnerBench;
  let aws: Awaited<ReturnType<typeof startFakeAws>>;

  beforeEach(async () => {
    bench = new RunnerBench();
    aws = await startFakeAws(ids);
    bench.environment = aws.environment;
  });

  afterEach(() => {
    aws.close();
    bench.remove();
  });

  it('goes on after it was killed, without scanning again what was scanned', async () => {
    bench.modes({ '333333333333': 'wait' });
    const first = bench.start('-p', '1');
    const ended = bench.finish(first);
    const pids = await bench.hanging();
    first.kill('SIGKILL');
    expect(await ended).to.include({ code: null, signal: 'SIGKILL' });
    expect(bench.statuses()).to.deep.equal([['222222222222', 'scanned']]);
    expect(bench.savedRun().finishedAt).to.equal(undefined);
    // Nobody is left to end what the runner had started.
    process.kill(-(pids[0] ?? 0), 'SIGKILL');
    bench.modes({});

    const second = await bench.finish(bench.start('-p', '1', '--resume'));

    expect(second.code).to.equal(0);
    expect(second.said).to.contain('3 of 3 accounts scanned');
    expect(bench.started()).to.deep.equal([
      '222222222222',
      '333333333333',
      '333333333333',
      '444444444444',
    ]);
    expect(bench.statuses()).to.deep.equal(ids.map((id) => [id, 'scanned']));
    expect(bench.savedRun().finishedAt).to.be.a('string');
    expect(bench.read('index.html')).to.contain('<!doctype html>');
    expect(existsSync(path.join(bench.output, '.scratch', '333333333333'))).to.equal(false);
  });

  it('is alone in its output folder', async () => {
    bench.modes({ '222222222222': 'wait' });
    const child = bench.start('-p', '1');
    const ended = bench.finish(child);
    await bench.hanging();

    const other = await bench.finish(bench.start());

    child.kill('SIGTERM');
    await ended;
    expect(other.code).to.equal(2);
    expect(other.said).to.contain(`Another run, process ${child.pid}, writes to ${bench.output}`);
  });

  it('writes no credentials anywhere, not of a role and not of the caller', async () => {
    bench.modes({ '222222222222': 'leak', '333333333333': 'failing', '444444444444': 'leak' });

    const { code, said } = await bench.finish(bench.start());

    expect(code).to.equal(1);
    const roles = ids.map((id) => sessionOf(id));
    const secrets = [
      ...roles.flatMap((one) => [one.accessKeyId, one.secretAccessKey, one.sessionToken]),
      ...[caller.id, caller.secret],
    ];
    const files = await filesBelow(bench.output);
    expect(files).to.include.members([
      'index.html',
      '222222222222/prowler/2026-11-28/prowler.log'.replace('2026-11-28', bench.savedRun().date),
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
    const { code, said } = await bench.finish(
      bench.start('-m', 'arn:aws:iam::111111111111:mfa/jane'),
    );

    expect(code).to.equal(2);
    expect(said).to.contain('--mfa asks for a code, and there is no terminal to ask on');
  });
});
