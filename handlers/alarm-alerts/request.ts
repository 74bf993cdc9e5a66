import { type Alarm, alarmOf } from './alarm.ts';
import { AlarmMessageError } from './errors.ts';

export type Request =
  | { kind: 'alarms'; alarms: readonly Alarm[] }
  /** Repeat the alarms that are still in ALARM. */
  | { kind: 'repeat' };

/**
 * Messages of alarms from SNS, or the schedule.
 *
 * @throws AlarmMessageError for any other event
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function requestOf(event: unknown): Request {
  const { Records, ...more } = (event ?? {}) as Record<string, unknown>;
  if (more['detail-type'] === 'Scheduled Event') {
    return { kind: 'repeat' };
  }
  if (!Array.isArray(Records) || Records.length === 0) {
    throw new AlarmMessageError('The event is neither a message of SNS nor of a schedule');
  }
  const alarms = Records.map((record: { Sns?: { Message?: unknown } }) =>
    alarmOf(String(record.Sns?.Message ?? '')),
  );
  return { kind: 'alarms', alarms: alarms.filter((alarm) => alarm !== undefined) };
}
