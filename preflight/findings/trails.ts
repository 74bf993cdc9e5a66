import type { TrailSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isOwnStack, stackWith } from './owner.ts';
import { accountOf, at, boundAccounts, isActive, parameterOf, prefixOf } from './view.ts';

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const TRAILS_PER_REGION = 5;

const quota: Kind = {
  kind: 'trail-quota',
  level: 'no-go',
  title: 'an account has five trails in the home region, and AWS allows no more',
  solvedBy: 'a command, or `accountTrails`',
};
const second: Kind = {
  kind: 'organization-trail-there',
  level: 'note',
  title: 'the organization has a trail already: AWS bills the second copy of management events',
  solvedBy: '`trailLogGroup` and the includes of organization-tasks.yml, or a command',
};

/** The trails that count in a region: its own, and the shadows of trails of several regions. */
function trailsIn(subject: Subject, accountId: string, region: string): TrailSnapshot[] {
  const places = accountOf(subject, accountId)?.places ?? [];
  const here = places.flatMap((place) =>
    place.trails.filter((trail) => place.region === region || trail.IsMultiRegionTrail),
  );
  return [...new Map(here.map((trail) => [trail.TrailARN, trail])).values()];
}

/** The trails that are still to be made in an account. */
function missing(subject: Subject, accountId: string): string[] {
  const prefix = prefixOf(subject);
  const names = [
    ...(accountId === subject.snapshot.organization.MasterAccountId
      ? [`${prefix}-organization-trail`]
      : []),
    ...(String(parameterOf(subject, 'accountTrails')) === 'true'
      ? [`${prefix}-account-trail`]
      : []),
  ];
  const present = trailsIn(subject, accountId, subject.snapshot.homeRegion);
  return names.filter((name) => !present.some(({ Name }) => Name === name));
}

function* ofQuota(subject: Subject): Iterable<Finding> {
  const { homeRegion, organization } = subject.snapshot;
  const bound = boundAccounts(subject).map(({ account }) => account);
  for (const account of bound.filter(isActive)) {
    const names = missing(subject, account.Id);
    const trails = trailsIn(subject, account.Id, homeRegion);
    if (names.length === 0 || trails.length + names.length <= TRAILS_PER_REGION) {
      continue;
    }
    const last = trails.at(-1);
    const isManagement = account.Id === organization.MasterAccountId;
    yield finding(quota, {
      found: `${account.Name} ${account.Id} has ${trails.length} trails in ${homeRegion} (${trails.map(({ Name }) => Name).join(', ')}), of which AWS allows ${TRAILS_PER_REGION}: there is no room for ${names.join(', ')}`,
      places: [at(account.Id, homeRegion)],
      remedy: `delete one that is no longer needed, such as with aws cloudtrail delete-trail --name ${last?.TrailARN} --region ${last?.HomeRegion ?? homeRegion}${isManagement ? '' : '; or set accountTrails to false'}`,
      ...(!isManagement && { settings: [{ name: 'accountTrails', value: false }] }),
    });
  }
}

/**
 * The log group of a trail of others can have the filters of trail-alarms. Nothing adopts its bucket:
 * the tables of athena are for that of cloud-trail.
 *
 * @see https://aws.amazon.com/cloudtrail/pricing/
 */
function* ofSecondTrail(subject: Subject): Iterable<Finding> {
  const { homeRegion, organization } = subject.snapshot;
  const account = accountOf(subject, organization.MasterAccountId);
  for (const trail of trailsIn(subject, organization.MasterAccountId, homeRegion)) {
    const stack = account && stackWith(account, 'AWS::CloudTrail::Trail', trail.Name);
    const isOurs =
      trail.Name === `${prefixOf(subject)}-organization-trail` ||
      (stack && isOwnStack(subject, stack));
    if (trail.IsOrganizationTrail && !isOurs) {
      const place = { accountId: organization.MasterAccountId, region: homeRegion };
      yield secondTrail(trail, place, logGroupIn(trail, place));
    }
  }
}

type Place = Readonly<Record<'accountId' | 'region', string>>;

/** The log group of a trail, if it is where metric filters and their alarms can be. */
function logGroupIn(trail: TrailSnapshot, { accountId, region }: Place): string | undefined {
  const [, , , where, owner, , name] = (trail.CloudWatchLogsLogGroupArn ?? '').split(':');
  return owner === accountId && where === region ? name : undefined;
}

function secondTrail(trail: TrailSnapshot, place: Place, logGroup: string | undefined): Finding {
  const region = trail.HomeRegion ?? place.region;
  const command = `aws cloudtrail delete-trail --name ${trail.TrailARN} --region ${region}`;
  const includes = logGroup ? 'cloud-trail and athena' : 'cloud-trail, trail-alarms and athena';
  const without = `take the includes of ${includes} out of organization-tasks.yml, and CloudTrail out of each DependsOn`;
  return finding(second, {
    found: `${trail.Name} records the whole organization already, to the bucket ${trail.S3BucketName}: AWS bills the management events that a second trail records`,
    places: [at(place.accountId, region)],
    remedy: logGroup
      ? `set trailLogGroup to ${logGroup}, so that alarms use it, and ${without}; or leave trailLogGroup empty and, once the new trail records, run ${command}`
      : `once the new trail records, run ${command}; or leave out the new one: ${without}, and set signInNet to false`,
    ...(logGroup && { settings: [{ name: 'trailLogGroup', value: logGroup }] }),
  });
}

const check: Check = function* (subject) {
  if (subject.capabilities.has('cloud-trail')) {
    yield* ofQuota(subject);
    yield* ofSecondTrail(subject);
  }
};

/** Trails that are there already. */
export const trails: Topic = { kinds: [quota, second], check };
