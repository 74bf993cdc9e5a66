import { type Alarm, alarmOf } from './alarm.ts';
import { alarmsOf, type Call, callIn, stackOf } from './call.ts';
import { AlarmMessageError } from './errors.ts';

const CALL = 'AWS API Call via CloudTrail';

export type Request =
  | { kind: 'alarms'; alarms: readonly Alarm[] }
  /** Repeat the alarms that are still in ALARM. */
  | { kind: 'repeat' }
  /** A change of these alarms by hand. */
  | { kind: 'change'; call: Call; alarms: readonly string[] }
  /** A stack of the alarms is deleted, or no longer protected from it. */
  | { kind: 'removal'; call: Call; stack: string };

/**
 * Messages of alarms from SNS, the schedule, or a call to CloudWatch or CloudFormation that
 * CloudTrail recorded.
 *
 * @throws AlarmMessageError for any other event
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function requestOf(event: unknown): Request {
  const { Records, ...more } = (event ?? {}) as Record<string, unknown>;
  if (more['detail-type'] === 'Scheduled Event') {
    return { kind: 'repeat' };
  }
  const call = more['detail-type'] === CALL ? callIn(more['detail']) : undefined;
  if (call?.service === 'cloudformation.amazonaws.com') {
    return { kind: 'removal', call, stack: stackOf(more['detail']) };
  }
  if (call) {
    return { kind: 'change', call, alarms: alarmsOf(more['detail']) };
  }
  if (!Array.isArray(Records) || Records.length === 0) {
    throw new AlarmMessageError(
      'The event is neither a message of SNS nor of a schedule, nor a call that CloudTrail recorded',
    );
  }
  const alarms = Records.map((record: { Sns?: { Message?: unknown } }) =>
    alarmOf(String(record.Sns?.Message ?? '')),
  );
  return { kind: 'alarms', alarms: alarms.filter((alarm) => alarm !== undefined) };
}
