import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Reader } from '../types.ts';
import { each, unless } from './each.ts';

/** The prefix of the bucket's objects is part of where the trail delivers. */
const trail: Reader = {
  compared: {
    S3BucketName: {},
    S3KeyPrefix: { absent: '' },
    KMSKeyId: {},
    CloudWatchLogsLogGroupArn: {},
    CloudWatchLogsRoleArn: {},
    EnableLogFileValidation: { absent: false },
    IncludeGlobalServiceEvents: {},
    IsLogging: {},
    IsMultiRegionTrail: { absent: false },
    IsOrganizationTrail: { absent: false },
    AdvancedEventSelectors: {},
    EventSelectors: { absent: [] },
    InsightSelectors: { absent: [] },
  },
  skipped: { TrailName: 'it is read by it' },
  read: each(async ({ id }, { clients: { cloudTrail } }) => {
    const { trailList = [] } = await cloudTrail.send(
      new DescribeTrailsCommand({ trailNameList: [id], includeShadowTrails: false }),
    );
    const [found] = trailList;
    if (found === undefined) {
      return undefined;
    }
    const [status, selectors, InsightSelectors] = await Promise.all([
      cloudTrail.send(new GetTrailStatusCommand({ Name: id })),
      cloudTrail.send(new GetEventSelectorsCommand({ TrailName: id })),
      insightsOf(cloudTrail, id),
    ]);
    return {
      ...found,
      KMSKeyId: found.KmsKeyId,
      EnableLogFileValidation: found.LogFileValidationEnabled,
      IsLogging: status.IsLogging,
      AdvancedEventSelectors: selectors.AdvancedEventSelectors,
      EventSelectors: selectors.EventSelectors,
      InsightSelectors,
    };
  }),
};

// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetInsightSelectors.html
async function insightsOf(cloudTrail: Pick<CloudTrailClient, 'send'>, TrailName: string) {
  const found = await unless(['InsightNotEnabledException'], () =>
    cloudTrail.send(new GetInsightSelectorsCommand({ TrailName })),
  );
  return found?.InsightSelectors?.map(({ InsightType }) => ({ InsightType }));
}

export const trailReaders: Readonly<Record<string, Reader>> = {
  'AWS::CloudTrail::Trail': trail,
};
