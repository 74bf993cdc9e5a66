import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteAccountPolicyCommand,
  DeleteLogGroupCommand,
  PutAccountPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { first, type Inside } from './damage.ts';

const detection = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;
const group = { policy: 'ProtectBaseline' } as const;

/** Log groups, metric filters and alarms. */
export const logDamages: readonly Inside[] = [
  {
    ...group,
    account: 'SandboxAccount',
    kind: 'delete',
    name: 'deletes its log group of flow logs',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new DeleteLogGroupCommand({ logGroupName: 'ofn-audit-flow-logs' }),
      ),
    ledger: { service: 'flow-logs', says: /LogGroup does not exist/ },
  },
  {
    ...group,
    account: 'DevelopmentAccount',
    kind: 'starve',
    name: 'keeps its flow logs for a day',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new PutRetentionPolicyCommand({ logGroupName: 'ofn-audit-flow-logs', retentionInDays: 1 }),
      ),
    ledger: { service: 'flow-logs', says: /LogGroup RetentionInDays is '1', expected '\d+'/ },
  },
  {
    ...group,
    account: 'SecurityAccount',
    kind: 'starve',
    name: 'keeps sign-ins for a day',
    does: ({ clients }) =>
      clients.cloudWatchLogs.send(
        new PutRetentionPolicyCommand({
          logGroupName: '/aws/events/ofn-audit-sign-ins',
          retentionInDays: 1,
        }),
      ),
    ledger: {
      service: 'sign-in-monitor',
      says: /EventLogGroup RetentionInDays is '1', expected '365'/,
    },
  },
  {
    ...group,
    account: 'ProductionAccount',
    kind: 'narrow',
    name: 'masks all of its log groups',
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
      service: 'flow-logs',
      says: /LogGroup DataProtectionPolicy is 'ACCOUNT_DATA_PROTECTION', expected nothing/,
    },
  },
  {
    ...detection,
    kind: 'disable',
    name: 'switches the actions of an alarm off',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new DisableAlarmActionsCommand({ AlarmNames: ['ofn-audit-reports-failures'] }),
      ),
    ledger: {
      service: 'report-delivery',
      says: /FailureAlarm ActionsEnabled is 'false', expected 'true'/,
    },
  },
  {
    ...detection,
    kind: 'delete',
    name: 'deletes the alarm of failed alerts',
    does: ({ clients }) =>
      clients.cloudWatch.send(
        new DeleteAlarmsCommand({ AlarmNames: ['ofn-audit-finding-alerts-failures'] }),
      ),
    ledger: { service: 'finding-alerts', says: /FailureAlarm does not exist/ },
  },
  {
    ...detection,
    kind: 'narrow',
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
    ledger: {
      service: 'sign-in-monitor',
      says: /FailureAlarm Threshold is '1000000', expected '0'/,
    },
  },
  {
    ...detection,
    kind: 'forge',
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
    kind: 'forge',
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
];
