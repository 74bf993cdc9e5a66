import { expect } from 'chai';
import { filesBelow } from '../../../security-audit/scanners/redact.ts';
import { sessionOf } from '../fakes.ts';
import { account, folder, ScanBench } from '../scan-bench.ts';

describe('the credentials of a scan', () => {
  let bench: ScanBench;

  beforeEach(() => {
    bench = new ScanBench();
  });

  afterEach(() => bench.remove());

  it('gives the scanner the role of its account, and nothing of the caller', async () => {
    const environment = {
      ...{ PATH: process.env['PATH'], AWS_ENDPOINT_URL: 'http://127.0.0.1:1', HOME: '/home/jane' },
      ...{ AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' },
      ...{ AWS_PROFILE: 'admin', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2', GITHUB_TOKEN: 'g' },
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/job',
    };

    await bench.scan('environment', { environment });

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

  it('takes the reports of a container, and its session out of them', async () => {
    const session = sessionOf(account.id);

    const done = await bench.scanInContainer('leak');

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
    const done = await bench.scanInContainer('wait', { timeoutSeconds: 1 });

    const [started = '', ended] = bench.containers();
    expect(done?.status).to.equal('timed-out');
    expect(ended).to.equal(`kill ${/--name (\S+)/.exec(started)?.[1]}`);
  });

  it('ends a container with its session, which is not renewed', async () => {
    const done = await bench.scanInContainer('wait', { sessionSeconds: 1 });

    expect(done?.reason).to.equal('it took more than 1 s');
  });

  it('keeps credentials out of logs and reports, however the scanner prints them', async () => {
    const session = sessionOf(account.id);

    const done = await bench.scan('leak', { assume: async () => session });

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
    // Said three times. It says so by two streams: a line may stand within another.
    expect(log.match(/\[redacted\]/g)).to.have.length(15);
    expect(JSON.stringify(done)).not.to.contain('secret/');
  });
});
