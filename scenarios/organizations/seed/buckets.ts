import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Seeded } from '../existing.ts';

/** What a service may do with a bucket and with the objects in it. */
export interface Grant {
  readonly service: string;
  readonly bucket: readonly string[];
  readonly objects: readonly string[];
  /** Optional. What the source of the call must be. */
  readonly condition?: object;
}

/** A bucket to which services deliver. */
export async function createBucket(
  { clients, region }: Seeded,
  owner: string,
  Bucket: string,
  grants: readonly Grant[],
): Promise<void> {
  const { s3 } = await clients(owner);
  // Of us-east-1 a bucket has no location constraint.
  const LocationConstraint = region === 'us-east-1' ? undefined : (region as 'eu-west-1');
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {}),
    }),
  );
  const Statement = grants.flatMap(({ service, bucket, objects, condition }) => {
    const common = {
      Effect: 'Allow',
      Principal: { Service: service },
      ...(condition ? { Condition: condition } : {}),
    };
    return [
      { ...common, Action: bucket, Resource: `arn:aws:s3:::${Bucket}` },
      { ...common, Action: objects, Resource: `arn:aws:s3:::${Bucket}/*` },
    ];
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const forTrails: Grant = {
  service: 'cloudtrail.amazonaws.com',
  bucket: ['s3:GetBucketAcl'],
  objects: ['s3:PutObject'],
};

/** @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html */
export const forConfig: Grant = {
  service: 'config.amazonaws.com',
  bucket: ['s3:GetBucketAcl', 's3:ListBucket'],
  objects: ['s3:PutObject'],
};

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
export const forFindings: Grant = {
  service: 'guardduty.amazonaws.com',
  bucket: ['s3:GetBucketLocation'],
  objects: ['s3:PutObject'],
};
