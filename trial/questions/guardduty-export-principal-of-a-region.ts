import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { type Question, Unanswered } from '../question.ts';
import { opposite, refused } from '../refusal.ts';
import { outputs } from '../roles.ts';

export const guarddutyExportPrincipalOfARegion: Question = {
  id: 'guardduty-export-principal-of-a-region',
  question: 'May a bucket policy name GuardDuty of a region that its account has not enabled?',
  answers: { yes: 'S3 takes the policy', no: 'S3 refuses the policy' },
  where: 'sandbox',
  makes: 'an empty bucket',
  seconds: 90,
  usd: 0,
  async ask({ accountId, partition, clients, makeStack }) {
    const { Regions = [] } = await clients.ec2.send(
      new DescribeRegionsCommand({ AllRegions: true }),
    );
    const region = Regions.find(({ OptInStatus }) => OptInStatus === 'not-opted-in')?.RegionName;
    if (region === undefined) {
      throw new Unanswered('the account has enabled every region');
    }
    const { bucket: Bucket } = await makeStack({
      Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
      Outputs: outputs({ bucket: { Ref: 'Bucket' } }),
    });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: `guardduty.${region}.amazonaws.com` },
          Action: 's3:PutObject',
          Resource: `arn:${partition}:s3:::${Bucket}/*`,
          Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
      ],
    });
    const put = new PutBucketPolicyCommand({ Bucket, Policy });
    return opposite(await refused(() => clients.s3.send(put)));
  },
};
