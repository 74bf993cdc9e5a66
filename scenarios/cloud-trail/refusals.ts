import {
  CreateTrailCommand,
  DeleteTrailCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
} from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { isActive } from '../../organization/accounts.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { trailBucket, trailName } from './trail.ts';

/** The name of the error that a call fails with; `none` when it does not fail. */
async function refusalOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'none';
  } catch (error) {
    if (error instanceof Error) {
      return error.name;
    }
    throw error;
  }
}

const clientsOf = async ({ rehearsal, settings }: World, accountId: string) =>
  (await sessionsOf(rehearsal).open(accountId)).clients(settings.homeRegion);

/** Another trail into the same bucket. */
const secondTrail = ({ settings }: World) =>
  new CreateTrailCommand({
    Name: `${settings.resourcePrefix}-second-trail`,
    S3BucketName: trailBucket(settings),
    IsMultiRegionTrail: true,
    IsOrganizationTrail: true,
  });

export const trailNeedsTrustAndBucket: Scenario = {
  capability: 'cloud-trail',
  name: 'fails as on AWS without trusted access, with a bucket policy that is broken, and under another name',
  applies: (world) => hasType(world, 'AWS::CloudTrail::Trail'),
  async run(world) {
    const refused = [
      await withoutTrustedAccess(world),
      await withBrokenBucketPolicy(world),
      await refusalOf(async () => {
        const { cloudTrail } = await clientsOf(world, world.settings.managementAccountId);
        await cloudTrail.send(secondTrail(world));
      }),
    ];
    if (
      refused.join() !==
      [
        'CloudTrailAccessNotEnabledException',
        'InsufficientS3BucketPolicyException',
        'InsufficientS3BucketPolicyException',
      ].join()
    ) {
      throw new Error(`expected three refusals, got ${refused.join(', ')}`);
    }
    const { cloudTrail } = await clientsOf(world, world.settings.managementAccountId);
    await cloudTrail.send(update(world));
    return `${[...new Set(refused)].join(' and ')}; the trail that is deployed is as it was`;
  },
};

const update = ({ settings }: World) =>
  new UpdateTrailCommand({
    Name: trailName(settings),
    S3BucketName: trailBucket(settings),
    IsOrganizationTrail: true,
  });

async function withoutTrustedAccess(world: World): Promise<string> {
  const { cloudTrail, organizations } = await clientsOf(world, world.settings.managementAccountId);
  const ServicePrincipal = 'cloudtrail.amazonaws.com';
  await organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal }));
  try {
    return await refusalOf(() => cloudTrail.send(secondTrail(world)));
  } finally {
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
  }
}

async function withBrokenBucketPolicy(world: World): Promise<string> {
  const { cloudTrail } = await clientsOf(world, world.settings.managementAccountId);
  const { s3 } = await clientsOf(world, world.settings.logArchiveAccountId);
  const Bucket = trailBucket(world.settings);
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  const policy = JSON.parse(Policy) as { Statement: { Action: unknown }[] };
  const broken = policy.Statement.filter(({ Action }) => Action !== 's3:PutObject');
  const put = (text: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text }));
  await put(JSON.stringify({ ...policy, Statement: broken }));
  try {
    return await refusalOf(() => cloudTrail.send(update(world)));
  } finally {
    await put(Policy);
  }
}

export const membersCannotStopTrail: Scenario = {
  capability: 'cloud-trail',
  name: 'is stopped and deleted by no member account',
  applies: (world) => hasType(world, 'AWS::CloudTrail::Trail'),
  async run(world) {
    const { homeRegion, managementAccountId } = world.settings;
    const arn = `arn:aws:cloudtrail:${homeRegion}:${managementAccountId}:trail/${trailName(world.settings)}`;
    const all = (await world.accounts()).filter(isActive);
    const members = all.filter(({ id }) => id !== managementAccountId).slice(0, 10);
    const able: string[] = [];
    for (const { id, name } of members) {
      const { cloudTrail } = await clientsOf(world, id);
      const answers = [
        await refusalOf(() => cloudTrail.send(new StopLoggingCommand({ Name: arn }))),
        await refusalOf(() => cloudTrail.send(new DeleteTrailCommand({ Name: arn }))),
      ];
      if (answers.some((answer) => answer !== 'NotOrganizationMasterAccountException')) {
        able.push(`${name} (${answers.join(', ')})`);
      }
    }
    requireSame('members that were not refused', able, []);
    return `${members.length} members were refused`;
  },
};
