import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeResourcePoliciesCommand,
  DescribeSubscriptionFiltersCommand,
  type LogGroup,
  type MetricFilter,
  type ResourcePolicy,
  type SubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { collect } from '../../../lambda/paging.ts';
import { normalPolicy } from '../policy-document.ts';
import type { Expected, Place, Reader } from '../types.ts';
import { each, textOf, unless } from './each.ts';

const gone = ['ResourceNotFoundException'];

const logGroup: Reader = {
  compared: {
    RetentionInDays: { absent: '' },
    KmsKeyId: { absent: '' },
    /** What it masks, readers and metric filters do not see. */
    DataProtectionPolicy: { absent: '' },
  },
  skipped: { LogGroupName: 'it is read by it' },
  read: each(async ({ id }, { clients }) => {
    const found = await collect<LogGroup>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: id, nextToken }),
      );
      return { items: page.logGroups, next: page.nextToken };
    });
    const group = found.find(({ logGroupName }) => logGroupName === id);
    return (
      group && {
        RetentionInDays: group.retentionInDays,
        KmsKeyId: group.kmsKeyId,
        DataProtectionPolicy: dataProtectionOf(group),
      }
    );
  }),
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html */
const dataProtectionOf = ({ dataProtectionStatus, inheritedProperties = [] }: LogGroup): string =>
  dataProtectionStatus === 'ACTIVATED'
    ? dataProtectionStatus
    : inheritedProperties.filter((one) => one === 'ACCOUNT_DATA_PROTECTION').join();

/** The filters of the log groups of some resources, each group read once. */
async function filtersOf<Filter>(
  resources: readonly Expected[],
  read: (logGroupName: string) => Promise<Filter[]>,
): Promise<(resource: Expected) => readonly Filter[]> {
  const groups = [...new Set(resources.map((one) => textOf(one, 'LogGroupName') ?? ''))];
  const filters = await Promise.all(
    groups.map(async (name) => [name, (await unless(gone, () => read(name))) ?? []] as const),
  );
  const byGroup = new Map(filters);
  return (resource) => byGroup.get(textOf(resource, 'LogGroupName') ?? '') ?? [];
}

const metricFiltersIn = ({ clients }: Place, logGroupName: string): Promise<MetricFilter[]> =>
  collect(async (nextToken) => {
    const page = await clients.cloudWatchLogs.send(
      new DescribeMetricFiltersCommand({ logGroupName, nextToken }),
    );
    return { items: page.metricFilters, next: page.nextToken };
  });

const metricFilter: Reader = {
  compared: {
    FilterPattern: {},
    MetricTransformations: {},
    ApplyOnTransformedLogs: { absent: false },
  },
  skipped: { FilterName: 'it is read by it', LogGroupName: 'it is read by it' },
  read: async (resources, place) => {
    const filtersIn = await filtersOf(resources, (name) => metricFiltersIn(place, name));
    return resources.map((resource) => {
      const found = filtersIn(resource).find(({ filterName }) => filterName === resource.id);
      return (
        found && {
          FilterPattern: found.filterPattern,
          ApplyOnTransformedLogs: found.applyOnTransformedLogs ?? false,
          MetricTransformations: found.metricTransformations?.map(
            ({ metricName, metricNamespace, metricValue, unit, defaultValue }) => ({
              MetricName: metricName,
              MetricNamespace: metricNamespace,
              MetricValue: metricValue,
              Unit: unit,
              DefaultValue: defaultValue,
            }),
          ),
        }
      );
    });
  },
};

const subscriptionFiltersIn = (
  { clients }: Place,
  logGroupName: string,
): Promise<SubscriptionFilter[]> =>
  collect(async (nextToken) => {
    const page = await clients.cloudWatchLogs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName, nextToken }),
    );
    return { items: page.subscriptionFilters, next: page.nextToken };
  });

const subscriptionFilter: Reader = {
  compared: { DestinationArn: {}, FilterPattern: {}, RoleArn: { absent: '' }, Distribution: {} },
  skipped: { FilterName: 'it is read by it', LogGroupName: 'it is read by it' },
  read: async (resources, place) => {
    const filtersIn = await filtersOf(resources, (name) => subscriptionFiltersIn(place, name));
    return resources.map((resource) => {
      const wanted = textOf(resource, 'FilterName') ?? resource.id;
      const found = filtersIn(resource).find(({ filterName }) => filterName === wanted);
      return (
        found && {
          DestinationArn: found.destinationArn,
          FilterPattern: found.filterPattern,
          RoleArn: found.roleArn,
          Distribution: found.distribution,
        }
      );
    });
  },
};

const resourcePolicy: Reader = {
  compared: { PolicyDocument: { normal: normalPolicy } },
  skipped: { PolicyName: 'it is read by it' },
  read: async (resources, { clients }) => {
    const found = await collect<ResourcePolicy>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeResourcePoliciesCommand({ nextToken }),
      );
      return { items: page.resourcePolicies, next: page.nextToken };
    });
    return resources.map((resource) => {
      const wanted = textOf(resource, 'PolicyName') ?? resource.id;
      const policy = found.find(({ policyName }) => policyName === wanted);
      return policy && { PolicyDocument: policy.policyDocument };
    });
  },
};

export const logReaders: Readonly<Record<string, Reader>> = {
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::MetricFilter': metricFilter,
  'AWS::Logs::ResourcePolicy': resourcePolicy,
  'AWS::Logs::SubscriptionFilter': subscriptionFilter,
};
