import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  DescribeLogGroupsCommand,
  DescribeResourcePoliciesCommand,
  type LogGroup,
  type ResourcePolicy,
} from '@aws-sdk/client-cloudwatch-logs';
import { collect } from '../../lambda/paging.ts';
import { byPrefix, type NamedReader } from './named-readers.ts';

export const logReaders: Readonly<Record<string, NamedReader>> = {
  'AWS::Logs::LogGroup': byPrefix(async ({ clients }, prefix) => {
    const found = await collect<LogGroup>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeLogGroupsCommand({
          // An empty prefix is refused: it has at least one character.
          ...(prefix && { logGroupNamePrefix: prefix }),
          nextToken,
        }),
      );
      return { items: page.logGroups, next: page.nextToken };
    });
    return found.map(({ logGroupName = '' }) => logGroupName);
  }),
  'AWS::CloudWatch::Alarm': async ({ clients }, names) => {
    const found = await collect<MetricAlarm>(async (NextToken) => {
      // Up to a hundred names: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
      const page = await clients.cloudWatch.send(
        new DescribeAlarmsCommand({ AlarmNames: names.slice(0, 100), NextToken }),
      );
      return { items: page.MetricAlarms, next: page.NextToken };
    });
    return found.map(({ AlarmName = '' }) => AlarmName);
  },

  // All of them: a region has ten at most, so that others may leave no room for another.
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
  'AWS::Logs::ResourcePolicy': async ({ clients }) => {
    const found = await collect<ResourcePolicy>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeResourcePoliciesCommand({ nextToken }),
      );
      return { items: page.resourcePolicies, next: page.nextToken };
    });
    return found.map(({ policyName = '' }) => policyName);
  },
};
