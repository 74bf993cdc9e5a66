import { expect } from 'chai';
import { CommandBench, listed, named, security } from './command-bench.ts';
import { fakeClients, sessionOf } from './fakes.ts';

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
    expect(named(calls, 'GetSessionTokenCommand')).to.have.length(1);
    expect(named(calls, 'AssumeRoleCommand')).to.have.length(6);
  });

  it('uses the session of that code for everything that follows', async () => {
    const given: (string | undefined)[] = [];
    const { clients } = fakeClients({ accounts: listed });

    await bench.audit(
      ['-m', 'serial', '222222222222'],
      {},
      {
        buildClients: ({ credentials }) => {
          void credentials?.().then(({ accessKeyId }) => given.push(accessKeyId));
          return clients;
        },
      },
    );

    expect(given).to.deep.equal([sessionOf('mfa').accessKeyId]);
  });

  it('warns and caps sessions at an hour when the caller is a role', async () => {
    const arn = 'arn:aws:sts::111111111111:assumed-role/Admin/jane';

    const { stderr, calls } = await bench.audit(['-d', '7200', '222222222222'], { arn });

    expect(stderr).to.contain(
      'security-audit: sessions last 3600 s, not 7200 s: the caller is a role',
    );
    expect(named(calls, 'AssumeRoleCommand')[0]).to.include({ DurationSeconds: 3_600 });
  });

  it('asks for long sessions when the caller is no role', async () => {
    const { stderr, calls } = await bench.audit(['-d', '7200', '222222222222']);

    expect(stderr).not.to.contain('sessions last');
    expect(named(calls, 'AssumeRoleCommand')[0]).to.include({ DurationSeconds: 7_200 });
  });

  it('says how to go on when the caller is of another account than audit roles trust', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { stderr } = await bench.audit(['222222222222'], { arn });
    const { stderr: own } = await bench.audit(['222222222222']);

    expect(stderr).to.contain('the credentials are of 999999999999').and.contain('--via');
    expect(own).not.to.contain('--via');
  });

  it('goes through a role of the security account from another account', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';
    let via: string | undefined;
    const { clients } = fakeClients({ accounts: listed, arn });
    const own = fakeClients({ accounts: listed });

    const { code } = await bench.audit(
      ['--via', 'Auditor', '222222222222'],
      {},
      {
        buildClients: ({ credentials }) => {
          void credentials?.().then(({ accessKeyId }) => {
            via = accessKeyId;
          });
          return credentials ? own.clients : clients;
        },
      },
    );

    expect(code).to.equal(0);
    expect(via).to.equal(sessionOf(security).accessKeyId);
    expect(named(own.calls, 'AssumeRoleCommand').map(({ RoleArn }) => RoleArn)).to.deep.equal([
      'arn:aws:iam::222222222222:role/AssumableSecurityAuditRole',
    ]);
  });
});
