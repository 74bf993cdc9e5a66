import { GetBucketVersioningCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { isNamed } from '../../lambda/errors.ts';
import { accountReportBucket } from '../../organization/report-buckets.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { unlessNoBucket } from './reports.ts';
import { verdictOf } from './verdict.ts';

export const reportBucketRow: Row = {
  service: 'report-bucket',
  capability: 'security-reporting',
  title: 'The account has a private bucket of its own reports',
  onWhen: 'the account owns its bucket of reports, which is versioned and blocks public access',
  repair:
    '`aws s3api put-bucket-versioning` or `put-public-access-block` in the account; for a bucket that is gone, see templates/security-reporting/README.md, A bucket that was deleted',
  accounts: 'all',
  scope: 'home-region',
  expected: 'on',
  read: readReportBucket,
};

const blocks = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;

/** On when the account owns its bucket of reports, which is versioned and not public. */
export async function readReportBucket({
  account,
  clients,
  settings,
}: Target<'s3'>): Promise<Verdict> {
  const Bucket = accountReportBucket(settings, account.id);
  // S3 rejects each call if another account owns a bucket of that name.
  const input = { Bucket, ExpectedBucketOwner: account.id };
  const versioning = await unlessNoBucket(() =>
    clients.s3.send(new GetBucketVersioningCommand(input)),
  );
  if (versioning === undefined) {
    return { actual: 'off', reason: `there is no bucket ${Bucket}` };
  }
  const open = await openings(clients, input);
  return verdictOf(
    versioning.Status === 'Enabled' ? undefined : `the bucket ${Bucket} is not versioned`,
    open.length === 0 ? undefined : `the bucket ${Bucket} lacks ${open.join(', ')}`,
  );
}

async function openings(
  { s3 }: Target<'s3'>['clients'],
  input: { Bucket: string; ExpectedBucketOwner: string },
): Promise<readonly string[]> {
  try {
    const { PublicAccessBlockConfiguration: found } = await s3.send(
      new GetPublicAccessBlockCommand(input),
    );
    return blocks.filter((block) => found?.[block] !== true);
  } catch (error) {
    if (isNamed(error, 'NoSuchPublicAccessBlockConfiguration')) {
      return blocks;
    }
    throw error;
  }
}
