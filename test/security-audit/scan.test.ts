import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Launcher } from '../../security-audit/launch.ts';
import { filesBelow } from '../../security-audit/redact.ts';
import { type ScanOptions, scanAccount } from '../../security-audit/scan.ts';
import { prowler } from '../../security-audit/tools/prowler.ts';
import type { Scan } from '../../security-audit/types.ts';
import { Bench, denied, isRunning, sessionOf } from './fakes.ts';

const account = { id: '222222222222', name: 'Production' };
const folder = '222222222222/prowler/2026-11-28';

describe('the scan of an account', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(() => bench.remove());

  const scan = (
    mode: string | undefined,
    more: Partial<ScanOptions> = {},
    launcher: Launcher = { kind: 'command', file: bench.scanner },
  ) =>
    scanAccount(
      account,
      { definition: prowler, launcher },
      {
        ...{ output: bench.output, date: '2026-11-28', regions: ['us-east-1'], graceMs: 50 },
        ...{ sessionSeconds: 3_600, timeoutSeconds: 60, now: Date.now },
        ...{ assume: async (id) => sessionOf(id), environment: process.env },
        signal: new AbortController().signal,
        ...(mode && { checks: [mode] }),
        ...more,
      },
    );
  const outcome = (one: Scan | undefined) => ({ status: one?.status, reason: one?.reason });

  it('counts failed checks, and tells where the reports are', async () => {
    const done = await scan('good');

    expect(done?.status).to.equal('scanned');
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
    expect(outcome(await scan('exit-3'))).to.deep.equal({ status: 'scanned', reason: undefined });
  });

  it('says how many errors the log of a scanned account tells of', async () => {
    expect(outcome(await scan('errors'))).to.deep.equal({
      status: 'scanned',
      reason: '2 errors in its log: some of the account may not have been seen',
    });
  });

  it('tells the line that matters when the scanner fails', async () => {
    expect(outcome(await scan('failing'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler exited with 1: 12:00 CRITICAL: AccessDenied for everything',
    });
  });

  it('tells the signal when the scanner crashes', async () => {
    expect(outcome(await scan('crash'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler was ended by SIGSEGV: about to crash',
    });
  });

  it('tells that the scanner is missing', async () => {
    const missing = path.join(bench.folder, 'nothing');

    const done = await scan('good', {}, { kind: 'command', file: missing });

    expect(outcome(done)).to.deep.equal({
      status: 'failed',
      reason: `Prowler did not start: Error: spawn ${missing} ENOENT`,
    });
  });

  it('ends a scanner that hangs, with all that it started', async () => {
    const done = await scan('hang', { timeoutSeconds: 1 });

    const pids = readFileSync(path.join(bench.folder, 'hanging.txt'), 'utf8')
      .split(' ')
      .map(Number);
    expect(done?.status).to.equal('timed-out');
    expect(done?.reason).to.match(/^it took more than 1 s: (hanging|not now)$/);
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
  });

  it('ends what a scanner that is done has left running', async () => {
    const done = await scan('daemon');

    const pid = Number(readFileSync(path.join(bench.folder, 'hanging.txt'), 'utf8'));
    expect(done?.status).to.equal('scanned');
    expect(isRunning(pid)).to.equal(false);
  });

  it('is no scan when it is interrupted', async () => {
    const interrupted = new AbortController();
    const end = scan('hang', {
      signal: interrupted.signal,
      async assume(id) {
        interrupted.abort();
        return sessionOf(id);
      },
    });

    expect(await end).to.equal(undefined);
  });

  it('starts no scanner when the role cannot be assumed', async () => {
    const done = await scan('good', { assume: () => Promise.reject(denied('not\nauthorized')) });

    expect(outcome(done)).to.deep.equal({
      status: 'failed',
      reason: 'its role cannot be assumed: AccessDenied: not authorized',
    });
    expect(done?.files).to.deep.equal([]);
    expect(bench.started()).to.deep.equal([]);
  });

  it('does not take success without a report for a scan', async () => {
    expect(outcome(await scan('silent'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler left no good report: prowler.ocsf.json is missing: it judged nothing',
    });
  });

  it('believes that chosen checks have nothing to tell of', async () => {
    const done = await scan('empty');

    expect(done?.status).to.equal('scanned');
    expect(done?.failures?.high).to.equal(0);
  });

  it('does not believe that all checks have nothing to tell of', async () => {
    bench.modes({ [account.id]: 'empty' });

    expect((await scan(undefined))?.status).to.equal('failed');
  });

  it('does not take half a report for one', async () => {
    expect(outcome(await scan('truncated'))).to.deep.equal({
      status: 'failed',
      reason: 'Prowler left no good report: It is no whole JSON array: it ends too early',
    });
  });

  it('does not take the report of another account', async () => {
    expect((await scan('stranger'))?.reason).to.equal(
      "Prowler left no good report: prowler.ocsf.json is about the account '999999999999', " +
        'not 222222222222',
    );
  });

  it('leaves nothing of a good scan behind when the next one of the day fails', async () => {
    await scan('good');

    const done = await scan('failing');

    expect(done?.files).to.deep.equal([`${folder}/prowler.log`]);
    expect(await filesBelow(path.join(bench.output, folder))).to.deep.equal(['prowler.log']);
  });

  it('gives the scanner the role of its account, and nothing of the caller', async () => {
    const environment = {
      ...{ PATH: process.env['PATH'], AWS_ENDPOINT_URL: 'http://127.0.0.1:1', HOME: '/home/jane' },
      ...{ AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' },
      ...{ AWS_PROFILE: 'admin', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2', GITHUB_TOKEN: 'g' },
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/job',
    };

    await scan('environment', { environment });

    const told = JSON.parse(bench.read(`${folder}/prowler.html`));
    const { answer, PATH, ...more } = told;
    expect(answer).to.deep.equal(['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration']);
    expect(Object.keys(more).sort()).to.deep.equal([
      'AWS_CONFIG_FILE',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_S3',
      'AWS_REGION',
      'AWS_SHARED_CREDENTIALS_FILE',
      'BOTO_CONFIG',
      'HOME',
      'PYTHONUNBUFFERED',
      'PYTHONUTF8',
      'TMPDIR',
    ]);
    expect(more.HOME).to.contain('.scratch').and.not.equal('/home/jane');
    expect(more.AWS_CONTAINER_AUTHORIZATION_TOKEN).to.equal('[redacted]');
  });

  const inContainer = (mode: string, more: Partial<ScanOptions> = {}) =>
    scan(mode, more, {
      ...{ kind: 'container', engine: bench.engine, image: 'prowlercloud/prowler:5.46.0' },
    });

  it('takes the reports of a container, and its session out of them', async () => {
    const session = sessionOf(account.id);

    const done = await inContainer('leak');

    expect(done?.status).to.equal('scanned');
    const texts = (done?.files ?? []).map((file) => bench.read(file));
    expect(texts).to.have.length(4);
    for (const text of [...texts, ...bench.containers()]) {
      expect(text).not.to.contain(session.accessKeyId);
      expect(text).not.to.contain(session.secretAccessKey);
      expect(text).not.to.contain(session.sessionToken);
    }
    expect(bench.read(`${folder}/prowler.log`)).to.contain('[redacted] [redacted]');
  });

  it('ends the container of a scan that takes too long', async () => {
    const done = await inContainer('wait', { timeoutSeconds: 1 });

    const [started = '', ended] = bench.containers();
    expect(done?.status).to.equal('timed-out');
    expect(ended).to.equal(`kill ${/--name (\S+)/.exec(started)?.[1]}`);
  });

  it('ends a container with its session, which nobody renews', async () => {
    const done = await inContainer('wait', { sessionSeconds: 1 });

    expect(done?.reason).to.equal('it took more than 1 s');
  });

  it('lets no credentials into any log or report, however the scanner says them', async () => {
    const session = sessionOf(account.id);

    const done = await scan('leak', { assume: async () => session });

    expect(done?.status).to.equal('scanned');
    const secrets = [session.accessKeyId, session.secretAccessKey, session.sessionToken];
    const files = await filesBelow(bench.output);
    expect(files).to.have.length(4);
    for (const file of files) {
      const text = bench.read(file);
      for (const secret of secrets.flatMap((one) => [one, encodeURIComponent(one)])) {
        expect(text.includes(secret), `${file} has ${secret}`).to.equal(false);
      }
    }
    const log = bench.read(`${folder}/prowler.log`);
    expect(log).to.contain('ERROR: [redacted],[redacted],[redacted],[redacted],[redacted]');
    expect(log).to.contain('[redacted]|[redacted]|[redacted]|[redacted]|[redacted]');
    expect(JSON.stringify(done)).not.to.contain('secret/');
  });
});
