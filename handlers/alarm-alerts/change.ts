import type { Alert } from '../../lambda/alerting/topic.ts';
import type { Call } from './call.ts';
import { groupsOf } from './groups.ts';
import { paragraphOf } from './message.ts';

/** The alert that the alarm on changes of alarms was itself changed, which it can't report. */
export function changeOf(call: Call, alarm: string, accountName: string): Alert {
  const names = new Map([[call.account, accountName]]);
  const calls = groupsOf([call]).map((group) => paragraphOf(group, names));
  return {
    subject: `${call.event} by hand, of ${alarm}: ${call.who} in ${accountName}`,
    text: [
      `The alarm ${alarm} reports changes of alarms by hand; it may have been deleted, disabled or muted itself.`,
      ...calls,
      'npm run coverage -- --service trail-alarms says what differs from its template, and how to repair it. List mute rules with aws cloudwatch list-alarm-mute-rules.',
    ].join('\n\n'),
  };
}
