import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { line } from '../../lambda/alerting/line.ts';
import { AlarmMessageError } from './errors.ts';

/** An alarm that is in the state ALARM. */
export interface Alarm {
  name: string;
  /** Its description, or its name. */
  title: string;
  reason: string;
  region: string;
  /** When it changed to ALARM. */
  since: Date;
  namespace: string;
  metric: string;
  threshold: number;
  /** How far back it looks, in milliseconds. */
  windowMs: number;
  /** Whether its actions are performed. */
  isEnabled: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The alarm of a message that CloudWatch published; undefined if its state is not ALARM.
 *
 * @throws AlarmMessageError for anything else
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmOf(message: string): Alarm | undefined {
  const given = parsed(message);
  const trigger = fields(given['Trigger']);
  const name = line(given['AlarmName']);
  const region = line(given['AlarmArn']).split(':')[3];
  const since = new Date(line(given['StateChangeTime']));
  if (!name || !region || Number.isNaN(since.getTime())) {
    throw new AlarmMessageError(
      `The message has no AlarmName, AlarmArn or StateChangeTime, as alarms of CloudWatch have: ${line(message)}`,
    );
  }
  if (given['NewStateValue'] !== 'ALARM') {
    return undefined;
  }
  return {
    name,
    title: line(given['AlarmDescription']) || name,
    reason: line(given['NewStateReason'], 1000),
    region,
    since,
    namespace: line(trigger['Namespace']),
    metric: line(trigger['MetricName']),
    threshold: Number(trigger['Threshold'] ?? 1),
    windowMs: Number(trigger['Period'] ?? 0) * Number(trigger['EvaluationPeriods'] ?? 1) * 1000,
    isEnabled: true,
  };
}

/** The same of an alarm that was listed. */
export function listedAlarm(alarm: MetricAlarm, region: string): Alarm {
  const name = alarm.AlarmName ?? '';
  return {
    name,
    title: alarm.AlarmDescription || name,
    reason: line(alarm.StateReason, 1000),
    region,
    since: alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0),
    namespace: alarm.Namespace ?? '',
    metric: alarm.MetricName ?? '',
    threshold: alarm.Threshold ?? 1,
    windowMs: (alarm.Period ?? 0) * (alarm.EvaluationPeriods ?? 1) * 1000,
    isEnabled: alarm.ActionsEnabled !== false,
  };
}

function parsed(message: string): Fields {
  try {
    return fields(JSON.parse(message));
  } catch (error) {
    throw new AlarmMessageError(`The message is not JSON: ${line(message)}`, { cause: error });
  }
}

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
