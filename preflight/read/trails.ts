import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { TrailSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import type { Clients } from '../../organization/types.ts';
import { given, jsonOf } from './fields.ts';
import type { Place } from './work.ts';

type CloudTrail = Clients['cloudTrail'];

/**
 * Trails that count in a place: its own, and the shadows of trails of all regions and of the
 * organization. Shadows are read where the trail is to be, which is the home region.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 */
export async function readTrails(place: Place): Promise<TrailSnapshot[]> {
  const { detail, region, homeRegion, clients } = place;
  if (detail !== 'file' && region !== homeRegion) {
    return [];
  }
  const { trailList = [] } = await clients.cloudTrail.send(
    new DescribeTrailsCommand({ includeShadowTrails: region === homeRegion }),
  );
  return pMap(trailList, (trail) => readTrail(place, trail), { concurrency: 5 });
}

/** What is asked of the trail itself is asked where it was made. */
async function readTrail(place: Place, trail: Trail): Promise<TrailSnapshot> {
  const { TrailARN = '', HomeRegion } = trail;
  const isOwn = HomeRegion === place.region && TrailARN.split(':')[4] === place.accountId;
  const { cloudTrail } = place.clients;
  const of = isOwn ? await readOwn(cloudTrail, trail) : { isLogging: true, insightTypes: [] };
  const { S3KeyPrefix, SnsTopicARN, KmsKeyId } = trail;
  const { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn } = trail;
  return {
    ...{ Name: trail.Name ?? '', TrailARN, S3BucketName: trail.S3BucketName ?? '' },
    ...given({ HomeRegion, S3KeyPrefix, SnsTopicARN, KmsKeyId }),
    ...given({ CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn }),
    IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
    IsMultiRegionTrail: trail.IsMultiRegionTrail ?? false,
    IsOrganizationTrail: trail.IsOrganizationTrail ?? false,
    LogFileValidationEnabled: trail.LogFileValidationEnabled ?? false,
    ...of,
  };
}

async function readOwn(
  cloudTrail: CloudTrail,
  { TrailARN = '', HasInsightSelectors }: Trail,
): Promise<Pick<TrailSnapshot, 'isLogging' | 'selectors' | 'insightTypes'>> {
  const { IsLogging = false } = await cloudTrail.send(
    new GetTrailStatusCommand({ Name: TrailARN }),
  );
  const selected = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
  const { EventSelectors, AdvancedEventSelectors } = selected;
  const selectors = jsonOf(given({ EventSelectors, AdvancedEventSelectors }));
  const insightTypes = HasInsightSelectors ? await readInsights(cloudTrail, TrailARN) : [];
  return { isLogging: IsLogging, ...given({ selectors }), insightTypes };
}

async function readInsights(cloudTrail: CloudTrail, TrailName: string): Promise<string[]> {
  try {
    const { InsightSelectors = [] } = await cloudTrail.send(
      new GetInsightSelectorsCommand({ TrailName }),
    );
    return InsightSelectors.map(({ InsightType }) => InsightType ?? '');
  } catch (error) {
    // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetInsightSelectors.html
    if (isNamed(error, 'InsightNotEnabledException')) {
      return [];
    }
    throw error;
  }
}
