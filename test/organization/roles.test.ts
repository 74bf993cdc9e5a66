import type { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { assumeRole, identify } from '../../organization/roles.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';

const caller = { accountId: '111111111111', partition: 'aws-us-gov' };

describe('roles', () => {
  it('knows the account and partition of the credentials that were given', async () => {
    const sts = fakeClient<STSClient>({
      GetCallerIdentity: {
        Account: '111111111111',
        Arn: 'arn:aws-us-gov:sts::111111111111:assumed-role/Audit/me',
      },
    });

    expect(await identify(sts.client)).to.deep.equal(caller);
  });

  it('says what to do when the credentials do not work', async () => {
    const sts = fakeClient<STSClient>({
      GetCallerIdentity: awsError('CredentialsProviderError', 'Could not load credentials'),
    });

    const outcome = await identify(sts.client).catch(String);

    expect(outcome).to.equal(
      'CredentialsError: The AWS credentials do not work (CredentialsProviderError: Could not ' +
        'load credentials): set AWS_PROFILE, or sign in again, with an identity of the ' +
        'management account',
    );
  });

  it('does not blame the credentials for an endpoint that does not answer', async () => {
    const sts = fakeClient<STSClient>({
      GetCallerIdentity: awsError('Error', 'connect ECONNREFUSED 127.0.0.1:1', {
        code: 'ECONNREFUSED',
      }),
    });

    const outcome = await identify(sts.client).catch(String);

    expect(outcome).to.equal(
      'CredentialsError: AWS does not answer (Error: connect ECONNREFUSED 127.0.0.1:1): ' +
        'check AWS_ENDPOINT_URL and the network',
    );
  });

  it('assumes the role in the partition of the caller', async () => {
    const sts = fakeClient<STSClient>({
      AssumeRole: {
        Credentials: { AccessKeyId: 'key', SecretAccessKey: 'secret', SessionToken: 'token' },
      },
    });

    const credentials = await assumeRole(sts.client, caller, '222222222222', 'Audit');

    expect(credentials).to.deep.equal({
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
    expect(sts.commands).to.deep.equal([
      [
        'AssumeRole',
        {
          RoleArn: 'arn:aws-us-gov:iam::222222222222:role/Audit',
          RoleSessionName: 'ofn-audit-coverage',
        },
      ],
    ]);
  });

  it('refuses an answer without credentials, as the own ones would be used instead', async () => {
    const sts = fakeClient<STSClient>({ AssumeRole: {} });

    const outcome = await assumeRole(sts.client, caller, '222222222222', 'Audit').catch(String);

    expect(outcome).to.match(/^CoverageError: AssumeRole of \S+ answered without credentials$/);
  });
});
