import {
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Damage } from '../damage.ts';

export const alarmDamages: readonly Damage[] = [
  {
    name: 'silences the actions of an alarm on the trail',
    account: 'Management',
    act: async ({ clients: { cloudWatch } }) => {
      const AlarmNames = ['ofn-audit-root-usage'];
      await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
      return () => cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
    },
    cell: { service: 'trail-alarms' },
    says: /RootUsageAlarm ActionsEnabled is 'false', expected 'true'; revert/,
  },
  {
    name: 'raises the threshold of an alarm on the trail',
    account: 'Management',
    act: async ({ clients: { cloudWatch } }) => {
      const AlarmNames = ['ofn-audit-key-removal'];
      const { MetricAlarms = [] } = await cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames }),
      );
      const [alarm] = MetricAlarms;
      const put = (Threshold: number | undefined) =>
        cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, Threshold } as never));
      await put(1_000_000);
      return () => put(alarm?.Threshold);
    },
    cell: { service: 'trail-alarms' },
    says: /^stack ofn-audit-trail-alarms: KeyRemovalAlarm Threshold is '1000000', expected '1'; revert/,
  },
  {
    name: 'narrows a filter on the trail',
    account: 'Management',
    act: async ({ clients: { cloudWatchLogs } }) => {
      const filter = { logGroupName: 'ofn-audit-cloud-trail', filterName: 'ofn-audit-vpc-changes' };
      const { metricFilters = [] } = await cloudWatchLogs.send(
        new DescribeMetricFiltersCommand({
          logGroupName: filter.logGroupName,
          filterNamePrefix: filter.filterName,
        }),
      );
      const [{ filterPattern, metricTransformations } = {}] = metricFilters;
      const put = (pattern: string | undefined) =>
        cloudWatchLogs.send(
          new PutMetricFilterCommand({ ...filter, filterPattern: pattern, metricTransformations }),
        );
      await put('{($.eventName=Nothing)}');
      return () => put(filterPattern);
    },
    cell: { service: 'trail-alarms' },
    says: /^stack ofn-audit-trail-alarms: VpcChangesFilter FilterPattern is '\{\(\$\.eventName=Nothing\)\}', expected .*; revert/,
  },
  {
    name: "keeps the trail's log group for a day",
    account: 'Management',
    act: async ({ clients: { cloudWatchLogs } }) => {
      const retain = (retentionInDays: number) =>
        cloudWatchLogs.send(
          new PutRetentionPolicyCommand({ logGroupName: 'ofn-audit-cloud-trail', retentionInDays }),
        );
      await retain(1);
      return () => retain(365);
    },
    cell: { service: 'cloud-trail' },
    says: /^stack ofn-audit-cloud-trail: TrailLogGroup RetentionInDays is '1', expected '365'; revert/,
  },
];
