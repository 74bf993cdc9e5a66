import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { filesBelow } from '../../../security-audit/scanners/redact.ts';
import type { Scan } from '../../../security-audit/types.ts';
import { denied, isRunning, sessionOf } from '../fakes.ts';
import { account, folder, ScanBench } from '../scan-bench.ts';

describe('the scan of an account', () => {
  let bench: ScanBench;

  beforeEach(() => {
    bench = new ScanBench();
  });

  afterEach(() => bench.remove());

  const outcome = (one: Scan | undefined) => ({ status: one?.status, reason: one?.reason });

  it('counts failed checks, and says where the reports are', async () => {
    const done = await bench.scan('good');

    expect(done?.status).to.equal('scanned');
    // One of three checks is in its report.
    expect(done?.checks).to.deep.equal({ asked: 3, noResult: 2 });
    expect(done?.failures).to.deep.equal({
      ...{ critical: 0, high: 1, medium: 0, low: 0, informational: 0 },
    });
    expect(done?.files).to.deep.equal(
      ['prowler.csv', 'prowler.html', 'prowler.log', 'prowler.ocsf.json'].map(
        (file) => `${folder}/${file}`,
      ),
    );
    expect(done?.files.every((file) => existsSync(path.join(bench.output, file)))).to.equal(true);
    expect(readdirSync(path.join(bench.output, '.scratch'))).to.deep.equal([]);
  });

  it('takes the exit code of failed checks for success', async () => {
    expect(outcome(await bench.scan('exit-3'))).to.deep.equal({
      status: 'scanned',
      reason: undefined,
    });
  });

  it('says how many errors the log of a scanned account reports', async () => {
    const done = await bench.scan('errors');

    expect(done?.errors).to.equal(2);
    expect(outcome(done)).to.deep.equal({
      status: 'scanned',
      reason: '2 errors in its log: the account may not have been scanned completely',
    });
  });

  it('reports the line that matters when the scanner fails', async () => {
    expect(outcome(await bench.scan('failing'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler exited with 1: 12:00 CRITICAL: AccessDenied for everything',
    });
  });

  it('reports the signal when the scanner crashes', async () => {
    expect(outcome(await bench.scan('crash'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler was ended by SIGSEGV: about to crash',
    });
  });

  it('reports that the scanner is missing', async () => {
    const missing = path.join(bench.folder, 'nothing');

    const done = await bench.scan('good', {}, { kind: 'command', file: missing });

    expect(outcome(done)).to.deep.equal({
      status: 'failed',
      reason: `Prowler did not start: Error: spawn ${missing} ENOENT`,
    });
  });

  it('ends a scanner that hangs, with all that it started', async () => {
    const done = await bench.scan('hang', { timeoutSeconds: 1 });

    const pids = readFileSync(path.join(bench.folder, 'hanging.txt'), 'utf8')
      .split(' ')
      .map(Number);
    expect(done?.status).to.equal('timed-out');
    expect(done?.reason).to.match(/^it took more than 1 s: (hanging|not now)$/);
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
  });

  it('ends what a scanner that is done has left running', async () => {
    const done = await bench.scan('daemon');

    const pid = Number(readFileSync(path.join(bench.folder, 'hanging.txt'), 'utf8'));
    expect(done?.status).to.equal('scanned');
    expect(isRunning(pid)).to.equal(false);
  });

  it('is not a scan when it is interrupted while its role is asked for', async () => {
    const interrupted = new AbortController();
    const assume = async () => {
      interrupted.abort();
      throw interrupted.signal.reason;
    };

    const scan = await bench.scan('good', { assume, signal: interrupted.signal });

    expect(scan).to.equal(undefined);
  });

  it('is not a scan when it is interrupted', async () => {
    const interrupted = new AbortController();
    const end = bench.scan('hang', {
      signal: interrupted.signal,
      async assume(id) {
        interrupted.abort();
        return sessionOf(id);
      },
    });

    expect(await end).to.equal(undefined);
  });

  it('starts no scanner when the role cannot be assumed', async () => {
    const done = await bench.scan('good', {
      assume: () => Promise.reject(denied('not\nauthorized')),
    });

    expect(outcome(done)).to.deep.equal({
      status: 'failed',
      reason: 'its role cannot be assumed: AccessDenied: not authorized',
    });
    expect(done?.files).to.deep.equal([]);
    expect(bench.started()).to.deep.equal([]);
  });

  it('does not take success without a report for a scan', async () => {
    expect(outcome(await bench.scan('silent'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler left no valid report: prowler.ocsf.json is missing: it evaluated nothing',
    });
  });

  it('believes that chosen checks have nothing to report', async () => {
    const done = await bench.scan('empty');

    expect(done?.status).to.equal('scanned');
    expect(done?.failures?.high).to.equal(0);
  });

  it('does not believe that all checks have nothing to report', async () => {
    bench.modes({ [account.id]: 'empty' });

    expect((await bench.scan(undefined))?.status).to.equal('failed');
  });

  it('does not take half a report for one', async () => {
    expect(outcome(await bench.scan('truncated'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler left no valid report: It is not a complete JSON array: it ends too early',
    });
  });

  it('does not take the report of another account', async () => {
    expect((await bench.scan('stranger'))?.reason).to.equal(
      "Prowler left no valid report: prowler.ocsf.json is about the account '999999999999', " +
        'not 222222222222',
    );
  });

  it('leaves nothing of a good scan behind when the next one of the day fails', async () => {
    await bench.scan('good');

    const done = await bench.scan('failing');

    expect(done?.files).to.deep.equal([`${folder}/prowler.log`]);
    expect(await filesBelow(path.join(bench.output, folder))).to.deep.equal(['prowler.log']);
  });
});
