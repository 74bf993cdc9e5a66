import { expect } from 'chai';
import { runJob } from '../../../security-audit/job/run-job.ts';
import { type JobSettings, settingsOf } from '../../../security-audit/job/settings.ts';
import { Bench, type Call, type FakeOptions, fakeClients } from '../fakes.ts';

const arn = 'arn:aws:sts::111111111111:assumed-role/ofn-audit-security-audit/job';
const key = '111111111111/security-audit/2026-11-28/run/accounts.json';
const accounts = ['222222222222', '333333333333'].map((id) => ({
  id,
  name: `Team ${id}`,
  state: 'ACTIVE',
}));

const environment = {
  ...{ AUDIT_ACCOUNTS_URI: `s3://reports/${key}`, AUDIT_ROLE: 'AssumableSecurityAuditRole' },
  ...{ AUDIT_EXTERNAL_ID: 'ofn-audit-security-audit', AUDIT_TOOLS: 'prowler' },
  ...{ AUDIT_REGIONS: 'us-east-1,eu-west-1', AUDIT_DATE: '2026-11-28', AUDIT_BUCKET: 'reports' },
  ...{ AUDIT_TIMEOUT_SECONDS: '600', AWS_BATCH_JOB_ARRAY_INDEX: '1', AWS_REGION: 'us-east-1' },
};

const reports = '333333333333/prowler/2026-11-28/prowler';
const outcomeKey = '111111111111/security-audit-outcomes/2026-11-28/run/333333333333.json';

const putsOf = (calls: readonly Call[]) =>
  calls.filter(({ name }) => name === 'PutObject').map(({ input }) => input);
const outcomeIn = (calls: readonly Call[]) =>
  JSON.parse(String(putsOf(calls).find(({ Key }) => Key === outcomeKey)?.['Body']));

const checks = { asked: 1, noResult: 0 };
const noCalls = { errors: 0, refused: {}, denied: {} };

describe('a job of AWS Batch', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = new Bench();
  });

  afterEach(() => bench.remove());

  const job = async (settings: Partial<JobSettings> = {}, fake: FakeOptions = {}) => {
    const { clients, calls } = fakeClients({
      ...{ arn, objects: { [`reports/${key}`]: JSON.stringify(accounts) } },
      ...fake,
    });
    const logged: Record<string, unknown>[] = [];
    const isGood = await runJob(
      { ...settingsOf(environment), ...settings },
      {
        ...{ clients, output: bench.output, now: Date.now, log: (entry) => logged.push(entry) },
        environment: { PATH: process.env['PATH'], PROWLER: bench.scanner },
        signal: new AbortController().signal,
      },
    );
    return { isGood, logged, calls };
  };

  it('scans its account of the list, and uploads what it got', async () => {
    const { isGood, logged, calls } = await job();

    expect(isGood).to.equal(true);
    expect(calls.filter(({ name }) => name === 'GetObject')[0]?.input).to.deep.equal({
      ...{ Bucket: 'reports', Key: key, ExpectedBucketOwner: '111111111111' },
    });
    expect(calls.filter(({ name }) => name === 'AssumeRole')[0]?.input).to.include({
      RoleArn: 'arn:aws:iam::333333333333:role/AssumableSecurityAuditRole',
      ...{ DurationSeconds: 3_600, ExternalId: 'ofn-audit-security-audit' },
    });
    const puts = putsOf(calls);
    expect(puts.map(({ Key }) => Key).sort()).to.deep.equal([
      outcomeKey,
      ...['csv', 'html', 'log', 'ocsf.json'].map((end) => `${reports}.${end}`),
    ]);
    expect(puts[0]).to.include({ Bucket: 'reports', ExpectedBucketOwner: '111111111111' });
    expect(logged).to.have.length(1);
    expect(logged[0]).to.include({ account: '333333333333', status: 'scanned', uploaded: 4 });
    // One of three checks is in its report.
    expect(outcomeIn(calls).scans[0].checks).to.deep.equal({ asked: 3, noResult: 2 });
  });

  it('is about the first account when the run has one alone', async () => {
    const { AWS_BATCH_JOB_ARRAY_INDEX: _, ...one } = environment;

    const { logged } = await job(settingsOf(one));

    expect(logged[0]).to.include({ account: '222222222222' });
  });

  it('uploads the log of a scan that failed, and has failed', async () => {
    bench.modes({ '333333333333': 'failing' });

    const { isGood, logged, calls } = await job();

    expect(isGood).to.equal(false);
    expect(putsOf(calls).map(({ Key }) => Key)).to.deep.equal([`${reports}.log`, outcomeKey]);
    expect(outcomeIn(calls)).to.deep.equal({
      ...{ account: '333333333333', scans: [{ tool: 'prowler', status: 'failed', ...noCalls }] },
    });
    expect(logged[0]).to.include({ status: 'failed', uploaded: 1 });
    expect(logged[0]?.['reason']).to.contain('Prowler exited with 1');
  });

  it('has scanned an account whose scanner met with errors, and leaves how many', async () => {
    bench.modes({ '333333333333': 'errors' });

    const { isGood, logged, calls } = await job();

    expect(isGood).to.equal(true);
    expect(logged[0]).to.include({ status: 'scanned', errors: 2 });
    expect(outcomeIn(calls)).to.deep.equal({
      ...{
        account: '333333333333',
        scans: [{ tool: 'prowler', status: 'scanned', ...noCalls, errors: 2, checks }],
      },
    });
  });

  it('leaves which calls AWS refused, apart from those that the role denies', async () => {
    bench.modes({ '333333333333': 'refused' });

    const { isGood, logged, calls } = await job();

    expect(isGood).to.equal(true);
    expect(logged[0]?.['reason']).to.equal(
      '1 error in its log: the account may not have been scanned completely. AWS refused kms:ListKeys (1)',
    );
    expect(outcomeIn(calls)).to.deep.equal({
      account: '333333333333',
      scans: [
        {
          ...{ tool: 'prowler', status: 'scanned', errors: 1, checks },
          ...{ refused: { 'kms:ListKeys': 1 }, denied: { 'glue:GetConnections': 2 } },
        },
      ],
    });
  });

  it('fails, and is tried again, when its errors would go unseen', async () => {
    const error = await job({}, { refusedKeys: /outcomes/ }).catch((one: unknown) => one);

    expect(String(error)).to.equal('AccessDenied: s3:PutObject');
  });

  it('has failed when a report could not be uploaded', async () => {
    const { isGood, logged } = await job({}, { refusedKeys: /html$/ });

    expect(isGood).to.equal(false);
    expect(logged[0]?.['notUploaded']).to.deep.equal([
      {
        key: '333333333333/prowler/2026-11-28/prowler.html',
        reason: 'AccessDenied: s3:PutObject',
      },
    ]);
  });

  it('has failed when the role cannot be assumed', async () => {
    const { isGood, logged } = await job({}, { refused: ['333333333333'] });

    expect(isGood).to.equal(false);
    expect(logged[0]?.['reason']).to.match(/^its role cannot be assumed: AccessDenied/);
  });

  it('has no account beyond the end of the list', async () => {
    const error = await job({ index: 2 }).catch((one: unknown) => one);

    expect(String(error)).to.equal(
      'PropertyError: The account 2 of the list is missing: set it to an account id of 12 digits',
    );
  });

  it('needs to know where a scanner is', async () => {
    const error = await job({ tools: ['scoutsuite'] }).catch((one: unknown) => one);

    expect(String(error)).to.equal(
      'ScannerError: SCOUTSUITE is missing: set it to the path of scoutsuite',
    );
  });

  const refusals: [name: string, value: string | undefined, message: string][] = [
    ['AUDIT_ACCOUNTS_URI', 'https://x/y', 'AccountsUri is "https://x/y"'],
    ['AUDIT_ROLE', undefined, 'Role is missing'],
    ['AUDIT_TOOLS', 'nessus', 'Tools[0] is "nessus": set it to one of prowler, scoutsuite'],
    ['AUDIT_REGIONS', '', 'Regions is [""]: set it to a list of at least 1'],
    ['AUDIT_DATE', '../x', 'Date is "../x"'],
    ['AUDIT_TIMEOUT_SECONDS', '5', 'TimeoutSeconds is "5": set it to a whole number from 60'],
    ['AWS_BATCH_JOB_ARRAY_INDEX', '-1', 'Index is "-1"'],
    ['AWS_REGION', 'moon', 'HomeRegion is "moon"'],
  ];
  for (const [name, value, message] of refusals) {
    it(`refuses ${name} when it is ${value ?? 'missing'}`, () => {
      expect(() => settingsOf({ ...environment, [name]: value })).to.throw(message);
    });
  }
});
