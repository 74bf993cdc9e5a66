import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { faultsOfBuckets, wantedBuckets } from '../../checks/buckets.ts';
import { fakeClient } from '../doubles/aws-client.ts';
import { failureOf } from '../doubles/failure-of.ts';
import { fakeClients, settings } from '../doubles/organization.ts';
import { allOf } from './faults.ts';

/** Sessions whose S3 answers HeadBucket with a status, for `taken` or every bucket. */
function answering(httpStatusCode: number, taken?: string) {
  const failure = new S3ServiceException({
    name: 'Unknown',
    $fault: 'client',
    $metadata: { httpStatusCode },
    message: '',
  });
  const HeadBucket = ({ Bucket }: { Bucket: string }) =>
    httpStatusCode === 200 || Bucket !== (taken ?? Bucket) ? {} : failure;
  const s3 = fakeClient({ HeadBucket });

  return { s3, sessions: { open: async () => ({ clients: () => fakeClients({ s3 }) }) } };
}

const check = (status: number) =>
  allOf(faultsOfBuckets('p.yml', settings, answering(status).sessions));

describe('the check of bucket names', () => {
  it('lets names pass that are free, or its own', async () => {
    expect(await check(404)).to.deep.equal([]);
    expect(await check(200)).to.deep.equal([]);
  });

  it('asks for the owner, as the account that is to own it', async () => {
    const { s3, sessions } = answering(404);

    await allOf(faultsOfBuckets('p.yml', settings, sessions));

    const asked = {
      Bucket: `${settings.resourcePrefix}-cloud-trail-${settings.logArchiveAccountId}`,
      ExpectedBucketOwner: settings.logArchiveAccountId,
    };
    expect(s3.commands[0]).to.deep.equal(['HeadBucket', asked]);
    expect(s3.commands).to.have.length(7);
  });

  it('refuses each name that another account has, and says what to change', async () => {
    const faults = await check(403);

    expect(faults.map(({ place }) => place)).to.deep.equal([
      ...Array.from({ length: 6 }, () => 'resourcePrefix'),
      'reportBucketSuffix',
    ]);
    expect(faults[0]?.cause).to.match(/does not belong to account/);
  });

  it('asks for the buckets of reports, that of the management account as that account', () => {
    const names = wantedBuckets(settings).slice(-2);

    expect(names).to.deep.equal([
      { name: 'ofn-audit-reports-222222222222', accountId: '222222222222' },
      {
        name: 'ofn-audit-account-reports-111111111111-us-east-1-an',
        accountId: '111111111111',
        parameter: 'reportBucketSuffix',
      },
    ]);
  });

  it('asks for a suffix where the bucket of the account is taken', async () => {
    const { sessions } = answering(403, 'ofn-audit-account-reports-111111111111');
    const global = { ...settings, reportBucketNamespace: 'global' as const };

    const faults = await allOf(faultsOfBuckets('p.yml', global, sessions));

    expect(faults).to.have.length(1);
    expect(faults[0]).to.include({
      place: 'reportBucketSuffix',
      remedy: "choose another reportBucketSuffix than '', or remove that bucket",
    });
  });

  it('passes on what is not an answer about the name', async () => {
    expect(await failureOf(check(500))).to.be.instanceOf(S3ServiceException);
  });
});
