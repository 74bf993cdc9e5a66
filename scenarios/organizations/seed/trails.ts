import { CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Seeded } from '../existing.ts';
import { createBucket, forTrails } from './buckets.ts';

export interface TrailToMake {
  readonly name: string;
  readonly bucket: string;
  /** The account of the bucket. */
  readonly owner: string;
  readonly organization?: true;
  /** A log group of the management account that it delivers to. */
  readonly logGroup?: string;
}

const PRINCIPAL = 'cloudtrail.amazonaws.com';

/**
 * A log group, and the role with which CloudTrail writes to it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
async function createLogGroup(seeded: Seeded, logGroupName: string) {
  const { cloudWatchLogs, iam } = await seeded.clients('ManagementAccount');
  await cloudWatchLogs.send(new CreateLogGroupCommand({ logGroupName }));
  const Version = '2012-10-17';
  const RoleName = 'CloudTrailLogs';
  const trust = { Effect: 'Allow', Principal: { Service: PRINCIPAL }, Action: 'sts:AssumeRole' };
  const arn = `arn:aws:logs:${seeded.region}:111111111111:log-group:${logGroupName}`;
  const write = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${arn}:log-stream:*`,
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version, Statement: [trust] }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'write',
      PolicyDocument: JSON.stringify({ Version, Statement: [write] }),
    }),
  );
  return { CloudWatchLogsLogGroupArn: `${arn}:*`, CloudWatchLogsRoleArn: Role?.Arn };
}

/** Trails of the management account that log, each to a bucket of its own. */
export async function createTrails(seeded: Seeded, trails: readonly TrailToMake[]): Promise<void> {
  const { cloudTrail } = await seeded.clients('ManagementAccount');
  for (const { name: Name, bucket, owner, organization = false, logGroup } of trails) {
    await createBucket(seeded, owner, bucket, [forTrails]);
    await cloudTrail.send(
      new CreateTrailCommand({
        Name,
        S3BucketName: bucket,
        IsMultiRegionTrail: organization,
        IsOrganizationTrail: organization,
        IncludeGlobalServiceEvents: organization,
        EnableLogFileValidation: true,
        ...(logGroup && (await createLogGroup(seeded, logGroup))),
      }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name }));
  }
}
