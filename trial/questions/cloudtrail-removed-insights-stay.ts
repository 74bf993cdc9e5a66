import { GetInsightSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { describeError, isNamed } from '../../lambda/errors.ts';
import { bucketFor } from '../buckets.ts';
import type { Question } from '../question.ts';

export const cloudtrailRemovedInsightsStay: Question = {
  id: 'cloudtrail-removed-insights-stay',
  question: 'Does a trail keep Insights when its template no longer has them?',
  answers: { yes: 'the trail keeps them', no: 'CloudFormation clears them' },
  where: 'sandbox',
  makes: 'a trail that does not log, and its bucket',
  seconds: 300,
  usd: 0.05,
  async ask({ accountId, clients, makeStack, partition, prefix, region, updateStack }) {
    const trail = `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${prefix}`;
    const source = { 'aws:SourceArn': trail };
    const acl = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    const template = (insights: Readonly<Record<string, unknown>>) => ({
      Resources: {
        ...bucketFor('Bucket', 'cloudtrail.amazonaws.com', {
          write: { StringEquals: { ...source, ...acl } },
          check: { StringEquals: source },
        }),
        Trail: {
          Type: 'AWS::CloudTrail::Trail',
          DependsOn: 'BucketPolicy',
          Properties: {
            ...{ TrailName: prefix, S3BucketName: { Ref: 'Bucket' }, IsLogging: false },
            ...{ IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false },
            ...insights,
          },
        },
      },
    });
    await makeStack(template({ InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] }));
    await updateStack(template({}));
    try {
      const { InsightSelectors = [] } = await clients.cloudTrail.send(
        new GetInsightSelectorsCommand({ TrailName: prefix }),
      );
      const types = InsightSelectors.map(({ InsightType }) => InsightType);
      const said = `InsightSelectors: ${types.join(', ') || 'none'}`;
      return { answer: types.length > 0 ? 'yes' : 'no', said };
    } catch (error) {
      if (isNamed(error, 'InsightNotEnabledException')) {
        return { answer: 'no', said: describeError(error) };
      }
      throw error;
    }
  },
};
