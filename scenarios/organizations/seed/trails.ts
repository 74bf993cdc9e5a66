import { CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Seeded } from '../existing.ts';
import { createBucket, forTrails } from './buckets.ts';

export interface TrailToMake {
  readonly name: string;
  readonly bucket: string;
  /** The account of the bucket. */
  readonly owner: string;
  readonly organization?: true;
}

/** Trails of the management account that log, each to a bucket of its own. */
export async function createTrails(seeded: Seeded, trails: readonly TrailToMake[]): Promise<void> {
  const { cloudTrail } = await seeded.clients('ManagementAccount');
  for (const { name: Name, bucket, owner, organization = false } of trails) {
    await createBucket(seeded, owner, bucket, [forTrails]);
    await cloudTrail.send(
      new CreateTrailCommand({
        Name,
        S3BucketName: bucket,
        IsMultiRegionTrail: organization,
        IsOrganizationTrail: organization,
        IncludeGlobalServiceEvents: organization,
        EnableLogFileValidation: true,
      }),
    );
    await cloudTrail.send(new StartLoggingCommand({ Name }));
  }
}
