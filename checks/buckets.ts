import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ProblemParts } from 'ofn-rehearse';
import { statusOf } from '../lambda/errors.ts';
import { type Archived, archiveBucket, athenaResultsBucket } from '../organization/buckets.ts';
import { accountReportBucket, centralReportBucket } from '../organization/report-buckets.ts';
import type { Sessions, Settings } from '../organization/types.ts';

/** A bucket that a capability makes, and the account that is to own it. */
export interface WantedBucket {
  readonly name: string;
  readonly accountId: string;
  /** Another one makes another name. Default: resourcePrefix. */
  readonly parameter?: 'reportBucketSuffix';
}

const archived: readonly Archived[] = ['cloud-trail', 'flow-logs', 'config', 'findings'];

/** Names of buckets are taken worldwide; these hold evidence, or what is read of it. */
export function wantedBuckets(settings: Settings): WantedBucket[] {
  const { logArchiveAccountId, securityAccountId, managementAccountId } = settings;
  return [
    ...archived.map((each) => ({
      name: archiveBucket(settings, each),
      accountId: logArchiveAccountId,
    })),
    { name: athenaResultsBucket(settings), accountId: securityAccountId },
    { name: centralReportBucket(settings), accountId: securityAccountId },
    // The other accounts' are made one by one by the harvester, which reports those that it could not make.
    {
      name: accountReportBucket(settings, managementAccountId),
      accountId: managementAccountId,
      parameter: 'reportBucketSuffix',
    },
  ];
}

/**
 * Asks S3, as the account that is to own a bucket, whether its name is free or its own.
 *
 * @returns those that belong to another account
 */
export async function* faultsOfBuckets(
  file: string,
  settings: Settings,
  sessions: Pick<Sessions, 'open'>,
): AsyncGenerator<ProblemParts> {
  for (const bucket of wantedBuckets(settings)) {
    const session = await sessions.open(bucket.accountId);
    if (await isTaken(session.clients(settings.homeRegion).s3, bucket)) {
      const { parameter = 'resourcePrefix' } = bucket;
      yield {
        file,
        place: parameter,
        cause: `the bucket ${bucket.name} does not belong to account ${bucket.accountId}, or is in another region`,
        remedy: `choose another ${parameter} than '${settings[parameter]}', or remove that bucket`,
      };
    }
  }
}

async function isTaken(
  s3: Pick<S3Client, 'send'>,
  { name, accountId }: WantedBucket,
): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId }));
    return false;
  } catch (error) {
    // HeadBucket has no body, so the status alone is the answer.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    const status = statusOf(error);
    if (status === 404) {
      return false;
    }
    if (status === 403 || status === 301 || status === 400) {
      return true;
    }
    throw error;
  }
}
