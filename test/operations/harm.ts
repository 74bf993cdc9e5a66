import type { AwsEvent, Call } from 'ofn-rehearse';

/** Where something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Optional. The stack that it is of. */
  readonly stack?: string;
  /** Optional. The call, as `service:Operation`, if it is one. */
  readonly call?: string;
}

/** Calls after which less is recorded, detected or reported, or evidence is gone. */
const weakening = new Set([
  'cloudtrail:DeleteTrail',
  'cloudtrail:StopLogging',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:StopConfigurationRecorder',
  'ec2:DeleteFlowLogs',
  'guardduty:DeleteDetector',
  'guardduty:DeleteMembers',
  'guardduty:DisassociateMembers',
  'guardduty:StopMonitoringMembers',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'organizations:DetachPolicy',
  'organizations:DisablePolicyType',
  's3:DeleteBucket',
]);

const weakens = ({ service, operation, error }: Call): boolean =>
  error === '' && weakening.has(`${service}:${operation}`);

const deletes = ({ kind, status }: AwsEvent): boolean =>
  ['stack', 'resource'].includes(kind) && status === 'DELETE_IN_PROGRESS';

const whatOf = ({ account, region, stack, logicalId }: AwsEvent): string =>
  [account, region, stack, logicalId].join();

/** Of resources that an update has made anew, before CloudFormation deletes the old ones. */
const updatedIn = (events: readonly AwsEvent[]): ReadonlySet<string> =>
  new Set(
    events
      .filter(({ kind, status }) => kind === 'resource' && status === 'UPDATE_COMPLETE')
      .map(whatOf),
  );

/**
 * What was done to those that a procedure does not concern: an account, region or stack beside the
 * ones that it names must not be without protection or detection, not even for a moment.
 */
export function harmOf(
  calls: readonly Call[],
  events: readonly AwsEvent[],
  concerns: (place: Place) => boolean,
): string[] {
  const called = calls
    .filter(weakens)
    .filter(({ account, region, service, operation }) => {
      return !concerns({ account, region, call: `${service}:${operation}` });
    })
    .map((call) => `${call.service}:${call.operation} in ${call.account}/${call.region}`);
  const updated = updatedIn(events);
  const deleted = events
    .filter((event) => deletes(event) && !updated.has(whatOf(event)))
    .filter((event) => !concerns({ ...event, stack: String(event['stack']) }))
    .map((event) => {
      const { account, region, stack, type, logicalId } = event;
      return `${stack}: ${logicalId} (${type}) was deleted in ${account}/${region}`;
    });
  return [...new Set([...called, ...deleted])].sort();
}
