import { GetBucketPolicyCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BucketSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { isNamed, statusOf } from '../../lambda/errors.ts';
import type { AccountSession } from '../../organization/types.ts';
import { given } from './fields.ts';
import type { Work } from './work.ts';

interface Named {
  readonly name: string;
  readonly region: string;
}

/**
 * Asks S3 about each bucket that the account is to own.
 * @param further buckets that the account owns, and that something else of it names
 */
export async function readBuckets(
  session: AccountSession,
  work: Work,
  accountId: string,
): Promise<BucketSnapshot[]> {
  const wanted = (work.wanted.get(accountId) ?? [])
    .filter(({ type }) => type === 'AWS::S3::Bucket')
    .map(({ name, region = work.homeRegion }) => ({ name, region }));
  const found = await pMap(
    wanted,
    (bucket) => readBucket(session.clients(bucket.region).s3, bucket, accountId, work),
    { concurrency: 4 },
  );
  return found.filter((bucket) => bucket !== undefined);
}

async function readBucket(
  s3: Pick<S3Client, 'send'>,
  { name: Name, region }: Named,
  accountId: string,
  { detail }: Work,
): Promise<BucketSnapshot | undefined> {
  try {
    const { BucketRegion = region } = await s3.send(
      new HeadBucketCommand({ Bucket: Name, ExpectedBucketOwner: accountId }),
    );
    const policy = detail === 'file' ? await readPolicy(s3, Name, accountId) : undefined;
    return { Name, owner: 'own', region: BucketRegion, ...given({ policy }) };
  } catch (error) {
    // HeadBucket has no body, so the status alone is the answer.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    const status = statusOf(error);
    if (status === 404) {
      return undefined;
    }
    if (status === 403 || status === 301 || status === 400) {
      return { Name, owner: 'taken' };
    }
    throw error;
  }
}

async function readPolicy(
  s3: Pick<S3Client, 'send'>,
  Bucket: string,
  ExpectedBucketOwner: string,
): Promise<string | undefined> {
  try {
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket, ExpectedBucketOwner }));
    return Policy;
  } catch (error) {
    if (isNamed(error, 'NoSuchBucketPolicy')) {
      return undefined;
    }
    throw error;
  }
}
