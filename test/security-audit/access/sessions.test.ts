import { expect } from 'chai';
import fc from 'fast-check';
import {
  assumeRole,
  identifyCaller,
  sessionLimits,
  sessionSeconds,
  startMfaSession,
} from '../../../security-audit/access/sessions.ts';
import { denied, fakeClients, sessionOf } from '../fakes.ts';

const failing = { send: () => Promise.reject(denied('no')) };

describe('sessions', () => {
  const durations = fc.integer({ min: sessionLimits.least, max: sessionLimits.most });

  it('last as long as was asked for when the caller is not a role', () => {
    fc.assert(
      fc.property(durations, (seconds) => {
        expect(sessionSeconds(seconds, { isRole: false })).to.deep.equal({ seconds });
      }),
    );
  });

  it('last an hour at most when roles are chained, and a warning says so', () => {
    fc.assert(
      fc.property(durations, (requested) => {
        const { seconds, warning } = sessionSeconds(requested, { isRole: true });

        expect(seconds).to.equal(Math.min(requested, 3_600));
        expect(warning !== undefined).to.equal(requested > 3_600);
        if (warning !== undefined) {
          expect(warning).to.match(new RegExp(`^sessions last 3600 s, not ${requested} s: `));
        }
      }),
    );
  });

  it('know a role from a user, in every partition', async () => {
    const arns = [
      'arn:aws:iam::111111111111:user/path/jane',
      'arn:aws-cn:sts::111111111111:assumed-role/Admin/jane',
      'arn:aws-us-gov:sts::111111111111:assumed-role/AWSReservedSSO_x/jane',
    ];

    const callers = await Promise.all(
      arns.map((arn) => identifyCaller(fakeClients({ arn }).clients.sts)),
    );

    expect(callers).to.deep.equal([
      { accountId: '111111111111', partition: 'aws', isRole: false },
      { accountId: '111111111111', partition: 'aws-cn', isRole: true },
      { accountId: '111111111111', partition: 'aws-us-gov', isRole: true },
    ]);
  });

  it('say what to do when the credentials do not work', async () => {
    const error = await identifyCaller(failing).catch((one: unknown) => one);

    expect(error).to.be.an('error').with.property('name', 'CredentialsError');
    expect(error)
      .to.have.property('message')
      .that.matches(/^The AWS credentials do not work \(AccessDenied: no\): set AWS_PROFILE/);
  });

  it('say who they are, and give the external id', async () => {
    const { clients, calls } = fakeClients();

    const session = await assumeRole(clients.sts, {
      ...{ partition: 'aws-cn', accountId: '222222222222', roleName: 'audit/Role' },
      ...{ externalId: 'x', seconds: 900 },
    });

    expect(session.accessKeyId).to.equal(sessionOf('222222222222').accessKeyId);
    expect(calls).to.deep.equal([
      {
        name: 'AssumeRole',
        input: {
          RoleArn: 'arn:aws-cn:iam::222222222222:role/audit/Role',
          RoleSessionName: 'ofn-audit-security-audit',
          DurationSeconds: 900,
          ExternalId: 'x',
        },
      },
    ]);
  });

  it('with MFA take one code, for twelve hours', async () => {
    const { clients, calls } = fakeClients();

    await startMfaSession(clients.sts, 'arn:aws:iam::111111111111:mfa/jane', '123456');

    expect(calls.map(({ input }) => input)).to.deep.equal([
      {
        SerialNumber: 'arn:aws:iam::111111111111:mfa/jane',
        TokenCode: '123456',
        DurationSeconds: 43_200,
      },
    ]);
  });

  it('with MFA say that a code is wrong without saying the code', async () => {
    const error = await startMfaSession(failing, 'serial', '123456').catch((one: unknown) => one);

    expect(error).to.have.property('name', 'CredentialsError');
    expect(String(error))
      .to.contain('No session with the MFA device serial')
      .and.not.contain('123456');
  });

  it('are not made of an answer without credentials', async () => {
    const error = await assumeRole({ send: async () => ({}) } as never, {
      partition: 'aws',
      accountId: '222222222222',
      roleName: 'R',
      seconds: 900,
    }).catch((one: unknown) => one);

    expect(String(error)).to.equal(
      'AuditError: AssumeRole of arn:aws:iam::222222222222:role/R returned no credentials',
    );
  });
});
