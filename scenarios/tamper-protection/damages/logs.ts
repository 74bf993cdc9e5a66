import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  PutAccountPolicyCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Damage } from './damage.ts';
import { first } from './damage.ts';

const detection = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;
const group = { policy: 'ProtectBaseline' } as const;

/** Log groups, metric filters and alarms. */
export const logDamages: readonly Damage[] = [
  {
    ...group,
    account: 'SandboxAccount',
    name: 'deletes its log group of flow logs',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new DeleteLogGroupCommand({ logGroupName: 'ofn-audit-flow-logs' }),
      ),
    ledger: { service: 'flow-logs', says: /LogGroup|log group/ },
  },
  {
    ...group,
    account: 'DevelopmentAccount',
    name: 'keeps its flow logs for a day',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new PutRetentionPolicyCommand({ logGroupName: 'ofn-audit-flow-logs', retentionInDays: 1 }),
      ),
    ledger: { service: 'flow-logs', says: /Retention/ },
  },
  {
    ...group,
    account: 'SecurityAccount',
    name: 'keeps sign-ins for a day',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new PutRetentionPolicyCommand({
          logGroupName: '/aws/events/ofn-audit-sign-ins',
          retentionInDays: 1,
        }),
      ),
    ledger: { service: 'sign-in-monitor', says: /Retention/ },
  },
  {
    ...group,
    account: 'ProductionAccount',
    name: 'masks all of its log groups',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new PutAccountPolicyCommand({
          ...{ policyName: 'mask', policyType: 'DATA_PROTECTION_POLICY', scope: 'ALL' },
          policyDocument: '{"Name":"mask","Version":"2021-06-01","Statement":[]}',
        }),
      ),
    ledger: { because: 'the log groups themselves do not have it; the call is in the trail' },
  },
  {
    ...detection,
    name: 'switches the actions of an alarm off',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new DisableAlarmActionsCommand({ AlarmNames: ['ofn-audit-reports-failures'] }),
      ),
    ledger: { service: 'report-delivery', says: /ActionsEnabled/ },
  },
  {
    ...detection,
    name: 'deletes the alarm of failed alerts',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new DeleteAlarmsCommand({ AlarmNames: ['ofn-audit-finding-alerts-failures'] }),
      ),
    ledger: { service: 'finding-alerts', says: /ofn-audit-finding-alerts-failures|FailureAlarm/ },
  },
  {
    ...detection,
    name: 'raises the threshold of an alarm',
    does: async ({ clients }) => {
      const { MetricAlarms } = await clients.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: ['ofn-audit-sign-in-monitor-failures'] }),
      );
      const alarm = first(MetricAlarms, 'an alarm');
      await clients.cloudWatch.send(
        new PutMetricAlarmCommand({
          ...alarm,
          AlarmName: alarm.AlarmName,
          ComparisonOperator: alarm.ComparisonOperator,
          EvaluationPeriods: alarm.EvaluationPeriods,
          Threshold: 1_000_000,
        }),
      );
    },
    ledger: { service: 'sign-in-monitor', says: /Threshold/ },
  },
  {
    ...detection,
    name: 'says that an alarm is OK',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new SetAlarmStateCommand({
          ...{ AlarmName: 'ofn-audit-undelivered', StateValue: 'OK', StateReason: 'all is well' },
        }),
      ),
    ledger: { because: 'the next evaluation corrects the state' },
  },
  {
    ...detection,
    name: 'adds values to a metric of the project',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new PutMetricDataCommand({
          Namespace: 'ofn-audit',
          MetricData: [{ MetricName: 'AccountsNotScanned', Value: 0 }],
        }),
      ),
    ledger: { because: 'a value leaves nothing behind that is of a template' },
  },
  {
    account: 'ManagementAccount',
    name: 'deletes a metric filter of the trail',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new DeleteMetricFilterCommand({
          ...{ logGroupName: 'ofn-audit-cloud-trail', filterName: 'ofn-audit-key-removal' },
        }),
      ),
    ledger: { service: 'trail-alarms', says: /ofn-audit-key-removal|KeyRemovalFilter/ },
  },
  {
    account: 'ManagementAccount',
    name: 'narrows a metric filter of the trail',
    does: async ({ clients }) => {
      const { metricFilters } = await clients.cloudWatchLogs.send(
        new DescribeMetricFiltersCommand({
          ...{ logGroupName: 'ofn-audit-cloud-trail', filterNamePrefix: 'ofn-audit-root-usage' },
        }),
      );
      const { metricTransformations } = first(metricFilters, 'a filter');
      await clients.cloudWatchLogs.send(
        new PutMetricFilterCommand({
          ...{ logGroupName: 'ofn-audit-cloud-trail', filterName: 'ofn-audit-root-usage' },
          filterPattern: '{$.eventName="Nothing"}',
          metricTransformations,
        }),
      );
    },
    ledger: { service: 'trail-alarms', says: /FilterPattern|RootUsage/ },
  },
  {
    account: 'ManagementAccount',
    name: 'switches the actions of an alarm on the trail off',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new DisableAlarmActionsCommand({ AlarmNames: ['ofn-audit-organization-changes'] }),
      ),
    ledger: { service: 'trail-alarms', says: /ActionsEnabled|OrganizationChanges/ },
  },
];
