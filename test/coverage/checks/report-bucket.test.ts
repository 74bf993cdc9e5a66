import { expect } from 'chai';
import { readReportBucket } from '../../../coverage/checks/report-bucket.ts';
import type { Account, Settings } from '../../../organization/types.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const name = 'ofn-audit-account-reports-444444444444-us-east-1-an';
const closed = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const answers = (versioning: unknown, block: unknown = closed) =>
  fakeClient({
    GetBucketVersioning: [versioning],
    GetPublicAccessBlock: [
      block instanceof Error ? block : { PublicAccessBlockConfiguration: block },
    ],
  });
const read = (s3: ReturnType<typeof answers>, more: Partial<Settings> = {}) =>
  readReportBucket({
    account: accounts[3] as Account,
    region: 'us-east-1',
    accounts,
    settings: { ...settings, ...more },
    clients: fakeClients({ s3 }),
  });

describe('report-bucket check', () => {
  it('is on when the account owns a bucket that keeps versions and is not public', async () => {
    const s3 = answers({ Status: 'Enabled' });

    expect(await read(s3)).to.deep.equal({ actual: 'on' });
    for (const [, input] of s3.commands) {
      expect(input).to.deep.equal({ Bucket: name, ExpectedBucketOwner: '444444444444' });
    }
  });

  it('looks for the name that the parameters make', async () => {
    const s3 = answers({ Status: 'Enabled' });

    await read(s3, { reportBucketNamespace: 'global', reportBucketSuffix: '-x7' });

    expect(s3.commands[0]?.[1]['Bucket']).to.equal('ofn-audit-account-reports-x7-444444444444');
  });

  it('is off when there is no bucket', async () => {
    expect(await read(answers(awsError('NoSuchBucket', 'none')))).to.deep.equal({
      actual: 'off',
      reason: `there is no bucket ${name}`,
    });
  });

  it('is off when versions are not kept, or one block of public access is off', async () => {
    const open = { ...closed, BlockPublicPolicy: false };

    expect(await read(answers({ Status: 'Suspended' }, open))).to.deep.equal({
      actual: 'off',
      reason: `the bucket ${name} is not versioned; the bucket ${name} lacks BlockPublicPolicy`,
    });
  });

  it('is off when nothing blocks public access', async () => {
    const none = awsError('NoSuchPublicAccessBlockConfiguration', 'none');

    const { reason } = await read(answers({ Status: 'Enabled' }, none));

    expect(reason).to.equal(
      `the bucket ${name} lacks BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets`,
    );
  });

  it('lets a denial through, as when another account owns the bucket', async () => {
    const failure = await read(answers(awsError('AccessDenied', 'no'))).catch(
      (error: Error) => error,
    );

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
