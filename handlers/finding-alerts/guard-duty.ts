import { accountIn, at, countOf, firstLine, joined, line, listAt, numberUpTo } from './fields.ts';
import { type Reading, severityNameOf } from './finding.ts';
import { guardDutyLink } from './links.ts';

/**
 * Reads an event "GuardDuty Finding", whose detail is a finding as GetFindings returns it. The
 * account of the event is the administrator's; the finding's own is in its detail.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
export function readGuardDuty(event: unknown): Reading {
  const detail = at(event, 'detail');
  const id = line(at(detail, 'id'));
  const severity = numberUpTo(10, at(detail, 'severity'));
  if (!id) {
    return { kind: 'unreadable', reason: 'detail.id is not a string', raw: event };
  }
  if (severity === undefined) {
    return {
      kind: 'unreadable',
      reason: 'detail.severity is not a number from 0 to 10',
      raw: event,
    };
  }
  const type = line(at(detail, 'type'));
  const service = at(detail, 'service');
  const finding = {
    id,
    source: 'GuardDuty',
    types: type ? [type] : [],
    title: firstLine(at(detail, 'title'), type, 'Untitled'),
    description: line(at(detail, 'description'), 2000),
    severity,
    severityName: severityNameOf(severity),
    accountId: accountIn(at(detail, 'accountId')),
    region: firstLine(at(detail, 'region'), at(event, 'region')),
    resource: resourceOf(detail),
    firstSeen: firstLine(at(service, 'eventFirstSeen'), at(detail, 'createdAt')),
    lastSeen: firstLine(at(service, 'eventLastSeen'), at(detail, 'updatedAt')),
    count: countOf(at(service, 'count')),
    over: at(service, 'archived') === true ? 'archived' : undefined,
    // A finding about a global service names another region than the one it is kept in.
    link: guardDutyLink(firstLine(at(event, 'region'), at(detail, 'region')), id),
  };
  return { kind: 'finding', finding };
}

// The properties that identify a resource of each kind; that of a nested resource is last.
const NAMES: readonly (readonly (string | number)[])[] = [
  ['accessKeyDetails', 'userName'],
  ['accessKeyDetails', 'accessKeyId'],
  ['instanceDetails', 'instanceId'],
  ['lambdaDetails', 'functionArn'],
  ['rdsDbInstanceDetails', 'dbInstanceArn'],
  ['rdsLimitlessDbDetails', 'dbShardGroupArn'],
  ['rdsDbUserDetails', 'user'],
  ['containerDetails', 'name'],
  ['kubernetesDetails', 'kubernetesWorkloadDetails', 'name'],
  ['kubernetesDetails', 'kubernetesUserDetails', 'username'],
  ['ecsClusterDetails', 'arn'],
  ['eksClusterDetails', 'arn'],
  ['ebsSnapshotDetails', 'snapshotArn'],
  ['ec2ImageDetails', 'imageArn'],
  ['recoveryPointDetails', 'recoveryPointArn'],
];

/** @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html */
function resourceOf(detail: unknown): string {
  const resource = at(detail, 'resource');
  const kind = line(at(resource, 'resourceType'), 100);
  const buckets = listAt(resource, 's3BucketDetails').map((one) =>
    firstLine(at(one, 'arn'), at(one, 'name')),
  );
  const volumes = listAt(resource, 'ebsVolumeDetails', 'scannedVolumeDetails').map((one) =>
    line(at(one, 'volumeArn')),
  );
  // An attack sequence names its resources elsewhere.
  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Sequence.html
  const ofSequence = listAt(detail, 'service', 'detection', 'sequence', 'resources').map((one) =>
    line(at(one, 'uid')),
  );
  const named = NAMES.map((path) => line(at(resource, ...path)));
  const names = joined([...named, ...buckets, ...volumes, ...ofSequence]);
  return [kind, names].filter(Boolean).join(' ');
}
