import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Alert } from '../../lambda/alerting/topic.ts';
import { describeError } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { type Alarm, listedAlarm } from './alarm.ts';
import { groupsOf } from './groups.ts';
import { callsOf, type Evidence, moment, type Names, plural } from './message.ts';

/** An alarm that is still in ALARM; without evidence if it is not about calls. */
export interface Lasting {
  alarm: Alarm;
  evidence?: Evidence;
}

/** The alarms that could be listed, and why others could not. */
export interface Listed {
  alarms: readonly Alarm[];
  failures: readonly string[];
}

const MOST_GROUPS = 5;

/** The alarms of the prefix that are in ALARM, of each region. */
export async function alarmsIn(
  regions: readonly string[],
  clientOf: (region: string) => Pick<CloudWatchClient, 'send'>,
  prefix: string,
): Promise<Listed> {
  const alarms: Alarm[] = [];
  const failures: string[] = [];
  for (const region of regions) {
    try {
      const listed = await collect<MetricAlarm>(async (NextToken) => {
        const page = await clientOf(region).send(
          new DescribeAlarmsCommand({
            AlarmNamePrefix: `${prefix}-`,
            AlarmTypes: ['MetricAlarm'],
            StateValue: 'ALARM',
            NextToken,
          }),
        );
        return { items: page.MetricAlarms, next: page.NextToken };
      });
      alarms.push(...listed.map((alarm) => listedAlarm(alarm, region)));
    } catch (error) {
      failures.push(`${region}: ${describeError(error)}`); // the others are repeated nevertheless
    }
  }
  return { alarms, failures };
}

/** One alert of all alarms that are still in ALARM, which CloudWatch does not notify of again. */
export function reminderOf(lasting: readonly Lasting[], names: Names): Alert {
  const alarmNames = lasting.map(({ alarm }) => alarm.name).join(', ');
  const count = plural(lasting.length, 'alarm');
  return {
    subject: `Still in ALARM, ${count}: ${alarmNames}`,
    text: [
      `${count} in ALARM. CloudWatch notifies of a change of state only; this reminder comes once a day.`,
      ...lasting.flatMap((one) => paragraphsOf(one, names)),
    ].join('\n\n'),
  };
}

function paragraphsOf({ alarm, evidence }: Lasting, names: Names): string[] {
  const { name, title, region, since, reason, isEnabled } = alarm;
  const head = [
    `${name}: ${title}`,
    `In ALARM since ${moment(since)}, in ${region}`,
    ...(isEnabled ? [] : ['Its actions are disabled: it does not notify']),
    ...(reason ? [`Reason: ${reason}`] : []),
  ].join('\n');
  if (evidence === undefined) {
    return [head];
  }
  const groups = 'calls' in evidence ? groupsOf(evidence.calls) : [];
  return [head, ...callsOf(evidence, groups, names, MOST_GROUPS)];
}
