import {
  type AlarmMuteRuleSummary,
  type CloudWatchClient,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
} from '@aws-sdk/client-cloudwatch';
import pMap from 'p-map';
import { collect } from '../../../lambda/paging.ts';
import { unless } from './each.ts';

const atATime = 4;

/**
 * The names of the rules that mute an alarm, now or on a schedule: its actions do nothing meanwhile.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
 */
export async function mutedBy(
  cloudWatch: Pick<CloudWatchClient, 'send'>,
): Promise<(alarmName: string) => string[]> {
  // A region without such rules does not know the action.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
  const summaries = await unless(['InvalidAction', 'UnknownOperationException'], () =>
    collect<AlarmMuteRuleSummary>(async (NextToken) => {
      const page = await cloudWatch.send(
        new ListAlarmMuteRulesCommand({ Statuses: ['SCHEDULED', 'ACTIVE'], NextToken }),
      );
      return { items: page.AlarmMuteRuleSummaries, next: page.NextToken };
    }),
  );
  // Summaries have neither name nor targets.
  const names = (summaries ?? []).map(({ AlarmMuteRuleArn = '' }) =>
    AlarmMuteRuleArn.split(':').at(-1),
  );
  const rules = await pMap(
    names,
    (AlarmMuteRuleName) =>
      unless(['ResourceNotFoundException'], () =>
        cloudWatch.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName })),
      ),
    { concurrency: atATime },
  );
  return (alarmName) =>
    rules
      .filter((rule) => rule?.MuteTargets?.AlarmNames?.includes(alarmName))
      .map((rule) => rule?.Name ?? '');
}
