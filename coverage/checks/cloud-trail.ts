import {
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const cloudTrailRow: Row = {
  service: 'cloud-trail',
  capability: 'cloud-trail',
  title: 'The organization trail records the account, and delivers',
  onWhen:
    'the organization trail is seen, has what makes it whole, logs, and delivers without an error',
  repair: orOfStack(
    '`aws cloudtrail start-logging --name …` in the management account where it does not log; after an error of delivery, restore the bucket or key that it is about',
  ),
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: readOrganizationTrail,
};

/**
 * On when the organization trail records the account in the region, and delivers.
 * In members, and in regions other than its own, the trail is seen as a shadow.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export async function readOrganizationTrail(target: Target<'cloudTrail'>): Promise<Verdict> {
  const { cloudTrail } = target.clients;
  const name = `${target.settings.resourcePrefix}-organization-trail`;
  // Not a paged list: a region has five trails at most.
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
  const trail = trailList.find(({ TrailARN }) => TrailARN?.endsWith(`:trail/${name}`));
  if (!trail) {
    return { actual: 'off', reason: `there is no trail ${name}` };
  }
  const missing = missingOf(trail);
  if (missing.length > 0) {
    return { actual: 'off', reason: `the trail ${name} lacks ${missing.join(', ')}` };
  }
  const status = await cloudTrail.send(new GetTrailStatusCommand({ Name: trail.TrailARN }));
  if (!status.IsLogging) {
    return { actual: 'off', reason: `the trail ${name} does not log` };
  }
  const error = status.LatestDeliveryError || status.LatestCloudWatchLogsDeliveryError;
  return error
    ? { actual: 'off', reason: `the trail ${name} does not deliver: ${error}` }
    : { actual: 'on' };
}

function missingOf(trail: Trail): string[] {
  const wanted = {
    IsOrganizationTrail: trail.IsOrganizationTrail,
    IsMultiRegionTrail: trail.IsMultiRegionTrail,
    IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents,
    LogFileValidationEnabled: trail.LogFileValidationEnabled,
  };
  return Object.entries(wanted).flatMap(([attribute, value]) => (value ? [] : [attribute]));
}
