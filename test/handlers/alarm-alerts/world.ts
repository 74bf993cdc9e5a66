import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { alertAlarms } from '../../../handlers/alarm-alerts/alarm-alerts.ts';
import { requestOf } from '../../../handlers/alarm-alerts/request.ts';
import type { Alert } from '../../../lambda/alerting/topic.ts';
import { type Answers, fakeClient } from '../../doubles/aws-client.ts';

const events = path.join(import.meta.dirname, '../../events');
const read = (file: string) => JSON.parse(readFileSync(path.join(events, file), 'utf8'));

export const settings = {
  resourcePrefix: 'ofn-audit',
  topicArn: 'arn:aws:sns:us-east-1:111111111111:ofn-audit-trail-alarms',
  regions: ['us-east-1'],
  logGroup: 'ofn-audit-cloud-trail',
};

/** The event of an alarm, with changes of its message. */
export function alarmEvent(changes: object = {}) {
  const event = read('cloudwatch/trail-alarm.json');
  const { Sns } = event.Records[0];
  Sns.Message = JSON.stringify({ ...JSON.parse(Sns.Message), ...changes });
  return event;
}

const accountNames: Readonly<Record<string, string>> = {
  '111111111111': 'Management',
  '222222222222': 'Sandbox',
};

export const scheduled = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

/** The record of a sample as a line of the log group, with changes. */
export const logged = (name: string, changes: object = {}) => ({
  message: JSON.stringify({ ...read(`cloudtrail/${name}.json`), ...changes }),
});

export const filters = {
  metricFilters: [
    {
      filterName: 'ofn-audit-root-usage',
      filterPattern: '{ $.other = 1 }',
      metricTransformations: [
        { metricName: 'RootUsage', metricNamespace: 'ofn-audit/trail-alarms', metricValue: '1' },
      ],
    },
    {
      filterName: 'ofn-audit-iam-policy-changes',
      filterPattern: '{ $.eventSource = iam.amazonaws.com }',
      metricTransformations: [
        {
          metricName: 'IamPolicyChanges',
          metricNamespace: 'ofn-audit/trail-alarms',
          metricValue: '1',
        },
      ],
    },
  ],
};

/** The function in a world whose log group gives these answers. */
export function setUp(
  answers: Answers,
  alarms: Readonly<Record<string, readonly MetricAlarm[] | Error>> = {},
) {
  const logs = fakeClient<CloudWatchLogsClient>(answers);
  const alerts: Alert[] = [];
  const pauses: number[] = [];
  let at = Date.parse('2026-01-15T09:36:10Z');
  const dependencies = {
    cloudWatchOf: (region: string) => {
      const found = alarms[region] ?? [];
      return fakeClient<CloudWatchClient>({
        DescribeAlarms: found instanceof Error ? found : { MetricAlarms: found },
      }).client;
    },
    logs: logs.client,
    sleep: async (ms: number) => {
      pauses.push(ms);
      at += ms;
    },
    now: () => new Date(at),
    names: { nameOf: async (id: string) => accountNames[id] ?? id },
    publish: async (alert: Alert) => void alerts.push(alert),
    log: () => {},
  };
  const handle = async (event: unknown, more: Partial<typeof settings> = {}) =>
    alertAlarms(dependencies, { ...settings, ...more }, requestOf(event));
  return { handle, alerts, pauses, commands: logs.commands, dependencies };
}
