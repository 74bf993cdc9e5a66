import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/scanners/redact.ts';
import { caller } from './fake-aws.ts';
import { sessionOf } from './fakes.ts';
import { benchWithAws } from './runner-bench.ts';

const ids = ['222222222222', '333333333333', '444444444444'] as const;

describe('the runner, as a process of its own', function () {
  this.timeout(120_000);
  const around = benchWithAws(ids);

  it('continues after it was killed, without scanning again what was scanned', async () => {
    around.bench.modes({ '333333333333': 'wait' });
    const first = around.bench.start('-p', '1');
    const ended = around.bench.finish(first);
    const pids = await around.bench.hanging();
    first.kill('SIGKILL');
    expect(await ended).to.include({ code: null, signal: 'SIGKILL' });
    expect(around.bench.statuses()).to.deep.equal([['222222222222', 'scanned']]);
    expect(around.bench.savedRun().finishedAt).to.equal(undefined);
    // No process is left to end what the runner had started.
    process.kill(-(pids[0] ?? 0), 'SIGKILL');
    around.bench.modes({});

    const second = await around.bench.finish(around.bench.start('-p', '1', '--resume'));

    expect(second.code).to.equal(0);
    expect(second.said).to.contain('3 of 3 accounts scanned');
    expect(around.bench.started()).to.deep.equal([
      '222222222222',
      '333333333333',
      '333333333333',
      '444444444444',
    ]);
    expect(around.bench.statuses()).to.deep.equal(ids.map((id) => [id, 'scanned']));
    expect(around.bench.savedRun().finishedAt).to.be.a('string');
    expect(around.bench.read('index.html')).to.contain('<!doctype html>');
    expect(existsSync(path.join(around.bench.output, '.scratch', '333333333333'))).to.equal(false);
  });

  it('is alone in its output folder', async () => {
    around.bench.modes({ '222222222222': 'wait' });
    const child = around.bench.start('-p', '1');
    const ended = around.bench.finish(child);
    await around.bench.hanging();

    const other = await around.bench.finish(around.bench.start());

    child.kill('SIGTERM');
    await ended;
    expect(other.code).to.equal(2);
    expect(other.said).to.contain(
      `Another run, process ${child.pid}, writes to ${around.bench.output}`,
    );
  });

  it('writes no credentials anywhere, not of a role and not of the caller', async () => {
    around.bench.modes({
      '222222222222': 'leak',
      '333333333333': 'failing',
      '444444444444': 'leak',
    });

    const { code, said } = await around.bench.finish(around.bench.start());

    expect(code).to.equal(1);
    const roles = ids.map((id) => sessionOf(id));
    const secrets = [
      ...roles.flatMap((one) => [one.accessKeyId, one.secretAccessKey, one.sessionToken]),
      caller.id,
      caller.secret,
    ];
    const files = await filesBelow(around.bench.output);
    expect(files).to.include.members([
      'index.html',
      '222222222222/prowler/2026-11-28/prowler.log'.replace(
        '2026-11-28',
        around.bench.savedRun().date,
      ),
    ]);
    const texts = files.map((file) => {
      const bytes = readFileSync(path.join(around.bench.output, file));
      return [file, `${file.endsWith('.gz') ? gunzipSync(bytes) : bytes}`];
    });
    for (const [file, text] of [...texts, ['what it said', said]]) {
      for (const secret of secrets.flatMap((one) => [one, encodeURIComponent(one)])) {
        expect(text?.includes(secret), `${file} has ${secret}`).to.equal(false);
      }
    }
  });

  it('does not ask for a code where there is no terminal', async () => {
    const { code, said } = await around.bench.finish(
      around.bench.start('-m', 'arn:aws:iam::111111111111:mfa/jane'),
    );

    expect(code).to.equal(2);
    expect(said).to.contain('--mfa prompts for a code, and there is no terminal');
  });
});
