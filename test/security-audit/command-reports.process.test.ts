import path from 'node:path';
import { expect } from 'chai';
import { CommandBench, named, security } from './command-bench.ts';
import { denied } from './fakes.ts';

describe('the reports of npm run security-audit', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  it('uploads what it has, to the bucket that the security account owns', async () => {
    const { code, calls, stderr } = await bench.audit(
      ['--upload', '222222222222', '333333333333'],
      {
        refused: ['333333333333'],
      },
    );

    const puts = named(calls, 'PutObject').map(({ Body, ...input }) => input);
    expect(code).to.equal(1);
    expect(puts.map(({ Key }) => Key).sort()).to.deep.equal(
      ['csv', 'html', 'log', 'ocsf.json'].map(
        (end) => `222222222222/prowler/2026-11-28/prowler.${end}`,
      ),
    );
    expect(puts[0]).to.include({
      Bucket: `ofn-audit-reports-${security}`,
      ExpectedBucketOwner: security,
    });
    expect(stderr).to.contain(`4 of 4 files uploaded to ofn-audit-reports-${security}`);
  });

  it('are found in a folder that is given relative to the working folder', async () => {
    bench.output = path.relative(process.cwd(), bench.output);

    const { code, stdout } = await bench.audit(['222222222222']);

    expect([code, path.isAbsolute(bench.output)]).to.deep.equal([0, false]);
    expect(stdout).to.contain('1 of 1 accounts scanned').and.contain(bench.output);
    expect(bench.read('222222222222/prowler/2026-11-28/prowler.csv')).to.contain('ACCOUNT');
  });

  it('ends with 1 when a report could not be uploaded', async () => {
    const { code, stderr } = await bench.audit(['--upload', '222222222222'], {
      refusedKeys: /csv$/,
    });

    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('3 of 4 files uploaded')
      .and.contain(
        'not uploaded: 222222222222/prowler/2026-11-28/prowler.csv: AccessDenied: s3:PutObject',
      );
  });

  it('does not scan when it could not upload in the end', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { code, stderr } = await bench.audit(['--upload'], { arn });

    expect(code).to.equal(2);
    expect(stderr).to.contain('--upload writes to a bucket of the security account');
    expect(bench.started()).to.deep.equal([]);
  });

  it('tries before the first scan whether it may upload, and leaves nothing of that', async () => {
    const { code, calls } = await bench.audit(['--upload', '222222222222']);

    const upload = {
      ...{ Bucket: `ofn-audit-reports-${security}`, Key: `${security}/prowler/probe` },
      ExpectedBucketOwner: security,
    };
    const names = calls.map(({ name }) => name);
    expect(code).to.equal(0);
    expect(named(calls, 'CreateMultipartUpload')).to.deep.equal([upload]);
    expect(named(calls, 'AbortMultipartUpload')).to.deep.equal([
      { ...upload, UploadId: 'upload-1' },
    ]);
    expect(names.indexOf('AbortMultipartUpload')).to.be.below(names.indexOf('AssumeRole'));
  });

  it('says who may upload, and scans nothing, when it may not', async () => {
    const { code, stderr } = await bench.audit(['--upload'], { refusedKeys: /./ });

    expect(code).to.equal(2);
    expect(stderr).to.equal(
      `security-audit: --upload cannot write to ofn-audit-reports-${security} (AccessDenied: ` +
        's3:PutObject): use an identity with s3:PutObject there; where the policy ProtectBaseline ' +
        'applies, a role named ofn-audit-* or OrganizationAccountAccessRole, with --via from another ' +
        'account\n',
    );
    expect(bench.started()).to.deep.equal([]);
  });

  it('continues where it may not end what it tried with, which S3 clears away', async () => {
    const abortFails = denied('s3:AbortMultipartUpload');

    expect((await bench.audit(['--upload', '222222222222'], { abortFails })).code).to.equal(0);
  });

  it('compares with the run before, also of the same day', async () => {
    await bench.audit(['222222222222']);
    bench.now += 60_000;
    bench.modes({ '222222222222': 'empty' });

    const { pages } = await bench.audit(['222222222222', '--checks', 'empty']);

    expect(pages[0]?.findings).to.deep.equal([]);
    expect(pages[0]?.previous?.run.id).to.equal('2026-11-28T09-30-00Z');
    expect(
      pages[0]?.previous?.findings.map(({ check, controls }) => [check, controls]),
    ).to.deep.equal([['s3_bucket_secure_transport_policy', ['CIS-5.0 2.1.1']]]);
  });
});
