import { expect } from 'chai';
import { CommandBench, named, security } from './command-bench.ts';
import type { Call } from './fakes.ts';

/** Each credentials with each action, in the order of the first time. */
const whoCalled = (calls: readonly Call[]) => [
  ...new Set(calls.map(({ name, as }) => `${as} ${name.replace(/Command$/, '')}`)),
];

describe('the credentials of npm run security-audit', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  it('asks for one code, however many scans there are', async () => {
    const { code, codes, calls } = await bench.audit([
      '-m',
      'arn:aws:iam::111111111111:mfa/jane',
      '-p',
      '6',
    ]);

    expect(code).to.equal(0);
    expect(codes).to.deep.equal(['arn:aws:iam::111111111111:mfa/jane']);
    expect(named(calls, 'GetSessionToken')).to.have.length(1);
    expect(named(calls, 'AssumeRole')).to.have.length(6);
  });

  it('uses the session of that code for everything that follows', async () => {
    const { calls } = await bench.audit(['-m', 'serial', '--upload', '222222222222']);

    expect(whoCalled(calls)).to.deep.equal([
      'caller GetCallerIdentity',
      'caller GetSessionToken',
      'mfa ListAccounts',
      'mfa CreateMultipartUpload',
      'mfa AbortMultipartUpload',
      'mfa AssumeRole',
      'mfa PutObject',
    ]);
  });

  it('warns and caps sessions at an hour when the caller is a role', async () => {
    const arn = 'arn:aws:sts::111111111111:assumed-role/Admin/jane';

    const { stderr, calls } = await bench.audit(['-d', '7200', '222222222222'], { arn });

    expect(stderr).to.contain(
      'security-audit: sessions last 3600 s, not 7200 s: the caller is a role',
    );
    expect(named(calls, 'AssumeRole')[0]).to.include({ DurationSeconds: 3_600 });
  });

  it('asks for long sessions when the caller is not a role', async () => {
    const { stderr, calls } = await bench.audit(['-d', '7200', '222222222222']);

    expect(stderr).not.to.contain('sessions last');
    expect(named(calls, 'AssumeRole')[0]).to.include({ DurationSeconds: 7_200 });
  });

  it('says how to continue when the caller is of another account than audit roles trust', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { stderr } = await bench.audit(['222222222222'], { arn });
    const { stderr: own } = await bench.audit(['222222222222']);

    expect(stderr).to.contain('the credentials are of 999999999999').and.contain('--via');
    expect(own).not.to.contain('--via');
  });

  it('goes through a role of the security account from another account', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { code, calls } = await bench.audit(['--via', 'Auditor', '222222222222'], { arn });

    expect(code).to.equal(0);
    expect(named(calls, 'AssumeRole').map(({ RoleArn }) => RoleArn)).to.include.members([
      `arn:aws:iam::${security}:role/Auditor`,
      'arn:aws:iam::222222222222:role/AssumableSecurityAuditRole',
    ]);
    expect(whoCalled(calls)).to.deep.equal([
      'caller GetCallerIdentity',
      'caller ListAccounts',
      'caller AssumeRole',
      `${security} GetCallerIdentity`,
      `${security} AssumeRole`,
    ]);
  });

  it('asks for an hour of that role, which AWS allows of every role, and renews it', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';
    const durations = async (seconds: string) => {
      const argv = ['--via', 'Auditor', '-d', seconds, '222222222222'];
      const { calls } = await bench.audit(argv, { arn });
      return named(calls, 'AssumeRole').map(({ DurationSeconds }) => DurationSeconds);
    };

    const [long, short] = [await durations('43200'), await durations('900')];

    expect(new Set(long)).to.deep.equal(new Set([3_600]));
    expect(new Set(short)).to.deep.equal(new Set([900]));
  });

  it('goes through that role with the session of a code', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { calls } = await bench.audit(['-m', 's', '--via', 'A', '222222222222'], { arn });

    expect(whoCalled(calls)).to.deep.equal([
      'caller GetCallerIdentity',
      'caller GetSessionToken',
      'mfa ListAccounts',
      'mfa AssumeRole',
      `${security} GetCallerIdentity`,
      `${security} AssumeRole`,
    ]);
  });
});
