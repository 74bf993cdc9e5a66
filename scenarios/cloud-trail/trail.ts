import { DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isDenied } from '../../lambda/errors.ts';
import { isActive } from '../../organization/accounts.ts';
import { archiveBucket } from '../../organization/buckets.ts';
import type { Settings } from '../../organization/types.ts';
import { hasType, requireSame, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

export const trailName = ({ resourcePrefix }: Settings): string =>
  `${resourcePrefix}-organization-trail`;
export const trailBucket = (settings: Settings): string => archiveBucket(settings, 'cloud-trail');

export const trailRecordsEverywhere: Scenario = {
  capability: 'cloud-trail',
  name: 'records every account in every governed region, by one organization trail',
  applies: (world) => hasType(world, 'AWS::CloudTrail::Trail'),
  async run({ rehearsal, settings, accounts }) {
    const active = (await accounts()).filter(isActive);
    const unrecorded: string[] = [];
    const arns = new Set<string>();
    for (const { id, name } of active) {
      const session = await sessionsOf(rehearsal).open(id);
      for (const region of settings.governedRegions) {
        const { trailList = [] } = await session
          .clients(region)
          .cloudTrail.send(new DescribeTrailsCommand({}));
        const trail = trailList.find((one) => one.Name === trailName(settings));
        if (!trail?.IsOrganizationTrail || !trail.IsMultiRegionTrail || !trail.TrailARN) {
          unrecorded.push(`${name}/${region}`);
        } else {
          arns.add(trail.TrailARN);
        }
      }
    }
    requireSame('places without the organization trail', unrecorded, []);
    const { homeRegion, managementAccountId } = settings;
    requireSame(
      'trails',
      [...arns],
      [`arn:aws:cloudtrail:${homeRegion}:${managementAccountId}:trail/${trailName(settings)}`],
    );
    const management = await sessionsOf(rehearsal).open(managementAccountId);
    const status = await management
      .clients(homeRegion)
      .cloudTrail.send(new GetTrailStatusCommand({ Name: trailName(settings) }));
    if (!status.IsLogging) {
      throw new Error(`expected that ${trailName(settings)} logs, but it does not`);
    }
    return `${active.length} accounts in ${settings.governedRegions.length} regions, and it logs`;
  },
};

export const trailIsReadBySecurityOnly: Scenario = {
  capability: 'cloud-trail',
  name: 'lets the security account read what was recorded, and no workload account',
  applies: (world) => hasType(world, 'AWS::CloudTrail::Trail'),
  async run({ rehearsal, settings, accounts }) {
    const { homeRegion, logArchiveAccountId, securityAccountId } = settings;
    const archive = await sessionsOf(rehearsal).open(logArchiveAccountId);
    const { s3 } = archive.clients(homeRegion);
    const object = { Bucket: trailBucket(settings), Key: 'AWSLogs/rehearsal.json.gz' };
    await s3.send(new PutObjectCommand({ ...object, Body: '{}' }));
    const readers: string[] = [];
    const active = (await accounts()).filter(isActive);
    const others = active.filter(({ id }) => id !== logArchiveAccountId).slice(0, 10);
    for (const { id } of others) {
      const session = await sessionsOf(rehearsal).open(id);
      if (await mayRead(session.clients(homeRegion).s3, object)) {
        readers.push(id);
      }
    }
    await s3.send(new DeleteObjectCommand(object));
    requireSame('other accounts that read it', readers, [securityAccountId]);
    return `${object.Bucket}: of ${others.length} other accounts one reads it`;
  },
};

async function mayRead(
  client: Pick<S3Client, 'send'>,
  object: { Bucket: string; Key: string },
): Promise<boolean> {
  try {
    await client.send(new GetObjectCommand(object));
    return true;
  } catch (error) {
    if (isDenied(error)) {
      return false;
    }
    throw error;
  }
}
