import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { collect } from '../../../lambda/paging.ts';
import type { Reader } from '../types.ts';
import { mutedBy } from './mute-rules.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
const namesAtMost = 100;

const alarm: Reader = {
  compared: {
    ActionsEnabled: { absent: true },
    AlarmActions: { absent: [] },
    OKActions: { absent: [] },
    InsufficientDataActions: { absent: [] },
    AlarmDescription: {},
    Namespace: {},
    MetricName: {},
    Dimensions: { absent: [] },
    Metrics: { absent: [] },
    Statistic: {},
    Unit: { absent: '' },
    Period: {},
    EvaluationPeriods: {},
    DatapointsToAlarm: { absent: '' },
    Threshold: {},
    ComparisonOperator: {},
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    TreatMissingData: { absent: 'missing' },
    /** Rules that mute it: no template of ours has one. */
    MutedBy: { absent: [] },
  },
  skipped: { AlarmName: 'it is read by it' },
  read: async (resources, { clients }) => {
    const found = new Map<string | undefined, MetricAlarm>();
    for (let start = 0; start < resources.length; start += namesAtMost) {
      const AlarmNames = resources.slice(start, start + namesAtMost).map(({ id }) => id);
      const alarms = await collect<MetricAlarm>(async (NextToken) => {
        const page = await clients.cloudWatch.send(
          new DescribeAlarmsCommand({ AlarmNames, NextToken }),
        );
        return { items: page.MetricAlarms, next: page.NextToken };
      });
      for (const one of alarms) {
        found.set(one.AlarmName, one);
      }
    }
    const rulesOf = await mutedBy(clients.cloudWatch);
    return resources.map(({ id }) => {
      const one = found.get(id);
      return one && { TreatMissingData: 'missing', ...one, MutedBy: rulesOf(id) };
    });
  },
};

export const alarmReaders: Readonly<Record<string, Reader>> = {
  'AWS::CloudWatch::Alarm': alarm,
};
