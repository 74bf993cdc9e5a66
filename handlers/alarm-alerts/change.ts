import type { Alert } from '../../lambda/alerting/topic.ts';
import type { Call } from './call.ts';
import { groupsOf } from './groups.ts';
import { paragraphOf } from './message.ts';

const REPAIR =
  'npm run coverage -- --service trail-alarms says what differs from its template, and how to repair it.';

/** The alert that the alarm on changes of alarms was itself changed, which it can't report. */
export const changeOf = (call: Call, alarm: string, accountName: string): Alert =>
  alertOf(call, accountName, {
    subject: `${call.event} by hand, of ${alarm}`,
    meaning: `The alarm ${alarm} reports changes of alarms by hand; it may have been deleted, disabled or muted itself.`,
    repair: `${REPAIR} List mute rules with aws cloudwatch list-alarm-mute-rules.`,
  });

/** The alert that alarms may be about to disappear as a whole, which none of them can report. */
export function removalOf(call: Call, stack: string, accountName: string): Alert {
  return alertOf(call, accountName, {
    subject: `${call.event} of ${stack}`,
    meaning: `This deletes ${stack}, or takes away its protection from deletion; alarms on calls go with their stack.`,
    repair: `${REPAIR} Unless a deployment did it: protect the stack again, or deploy its task with ForceDeploy: true.`,
  });
}

function alertOf(
  call: Call,
  accountName: string,
  { subject, meaning, repair }: { subject: string; meaning: string; repair: string },
): Alert {
  const names = new Map([[call.account, accountName]]);
  const calls = groupsOf([call]).map((group) => paragraphOf(group, names));
  return {
    subject: `${subject}: ${call.who} in ${accountName}`,
    text: [meaning, ...calls, repair].join('\n\n'),
  };
}
