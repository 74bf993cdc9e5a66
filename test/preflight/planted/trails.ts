import { CreateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Planted } from './world.ts';

const Bucket = 'their-trails';

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
const allow = (Action: string, Resource: string) => ({
  ...{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action, Resource },
});

/** Five trails in the home region, one of them of the organization. */
export const trails: Planted = {
  kinds: ['trail-quota', 'organization-trail-there'],
  async plant({ clients }) {
    const { s3, cloudTrail, organizations } = await clients('ManagementAccount');
    await organizations.send(
      new EnableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }),
    );
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        allow('s3:GetBucketAcl', `arn:aws:s3:::${Bucket}`),
        allow('s3:PutObject', `arn:aws:s3:::${Bucket}/*`),
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    for (const [index, Name] of ['one', 'two', 'three', 'four', 'five'].entries()) {
      const isWhole = index === 0;
      await cloudTrail.send(
        new CreateTrailCommand({
          ...{ Name, S3BucketName: Bucket },
          ...{ IsMultiRegionTrail: isWhole, IsOrganizationTrail: isWhole },
        }),
      );
    }
  },
};
