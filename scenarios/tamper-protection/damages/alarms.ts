import {
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteAccountPolicyCommand,
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  PutAccountPolicyCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { first, type Inside } from './damage.ts';

/** Alarms on the trail, which policies do not protect: they are in the management account. */
export const alarmDamages: readonly Inside[] = [
  {
    kind: 'disable',
    name: 'silences the actions of an alarm on the trail',
    alarm: 'alerting-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { cloudWatch } }) => {
      const AlarmNames = ['ofn-audit-root-usage'];
      await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
      return () => cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames }));
    },
    ledger: {
      service: 'trail-alarms',
      says: /the alarm of RootUsage does not notify ofn-audit-trail-alarm-states|RootUsageAlarm ActionsEnabled is 'false', expected 'true'/,
    },
  },
  {
    kind: 'narrow',
    name: 'raises the threshold of an alarm on the trail',
    alarm: 'alerting-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { cloudWatch } }) => {
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
    ledger: {
      service: 'trail-alarms',
      says: /KeyRemovalAlarm Threshold is '1000000', expected '1'/,
    },
  },
  {
    kind: 'narrow',
    name: 'narrows a filter on the trail',
    alarm: 'log-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { cloudWatchLogs } }) => {
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
    ledger: {
      service: 'trail-alarms',
      says: /VpcChangesFilter FilterPattern is '\{\(\$\.eventName=Nothing\)\}', expected [^;]*/,
    },
  },
  {
    kind: 'starve',
    name: "keeps the trail's log group for a day",
    alarm: 'log-changes',
    account: 'ManagementAccount',
    isUndone: true,
    does: async ({ clients: { cloudWatchLogs } }) => {
      const retain = (retentionInDays: number) =>
        cloudWatchLogs.send(
          new PutRetentionPolicyCommand({ logGroupName: 'ofn-audit-cloud-trail', retentionInDays }),
        );
      await retain(1);
      return () => retain(365);
    },
    ledger: {
      service: 'cloud-trail',
      says: /TrailLogGroup RetentionInDays is '1', expected '365'/,
    },
  },
  {
    account: 'ManagementAccount',
    kind: 'delete',
    name: 'deletes a metric filter of the trail',
    alarm: 'log-changes',
    isUndone: true,
    does: async ({ clients: { cloudWatchLogs } }) => {
      const filter = {
        logGroupName: 'ofn-audit-cloud-trail',
        filterName: 'ofn-audit-network-logs',
      };
      const { metricFilters } = await cloudWatchLogs.send(
        new DescribeMetricFiltersCommand({
          logGroupName: filter.logGroupName,
          filterNamePrefix: filter.filterName,
        }),
      );
      const { filterPattern, metricTransformations } = first(metricFilters, 'a filter');
      await cloudWatchLogs.send(new DeleteMetricFilterCommand(filter));
      return () =>
        cloudWatchLogs.send(
          new PutMetricFilterCommand({ ...filter, filterPattern, metricTransformations }),
        );
    },
    ledger: { service: 'trail-alarms', says: /[^;]*NetworkLogs[^;]*/ },
  },
  {
    account: 'ManagementAccount',
    kind: 'disable',
    name: 'disables the rule that reminds of alarms on the trail',
    alarm: 'alerting-changes',
    isUndone: true,
    does: async ({ clients: { eventBridge } }) => {
      const rule = { Name: 'ofn-audit-trail-alarm-reminders' };
      await eventBridge.send(new DisableRuleCommand(rule));
      return () => eventBridge.send(new EnableRuleCommand(rule));
    },
    ledger: { service: 'trail-alarms', says: /[^;]*DISABLED[^;]*/ },
  },
  {
    account: 'ManagementAccount',
    kind: 'forge',
    name: 'says that an alarm on the trail is OK',
    alarm: 'alerting-changes',
    does: ({ clients: { cloudWatch } }) =>
      cloudWatch.send(
        new SetAlarmStateCommand({
          ...{ AlarmName: 'ofn-audit-root-usage', StateValue: 'OK', StateReason: 'all is well' },
        }),
      ),
    ledger: { because: 'the next evaluation corrects the state' },
  },
  {
    account: 'ManagementAccount',
    kind: 'narrow',
    name: 'masks all log groups of the management account',
    alarm: 'log-changes',
    isUndone: true,
    does: async ({ clients: { cloudWatchLogs } }) => {
      const policy = { policyName: 'mask', policyType: 'DATA_PROTECTION_POLICY' } as const;
      await cloudWatchLogs.send(
        new PutAccountPolicyCommand({
          ...{ ...policy, scope: 'ALL' },
          policyDocument: '{"Name":"mask","Version":"2021-06-01","Statement":[]}',
        }),
      );
      return () => cloudWatchLogs.send(new DeleteAccountPolicyCommand(policy));
    },
    ledger: {
      service: 'trail-alarms',
      alsoIn: [
        'cloud-trail',
        'flow-logs',
        'guard-duty-administrator',
        'sign-ins',
        'trusted-access',
      ],
      says: /the account's policy mask \(DATA_PROTECTION_POLICY\) applies to ofn-audit-cloud-trail: delete it, or except the log group|\w+ DataProtectionPolicy is 'ACCOUNT_DATA_PROTECTION', expected nothing/,
    },
  },
];
