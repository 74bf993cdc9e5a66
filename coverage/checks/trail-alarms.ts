import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { parse } from 'yaml';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { trailLogGroupOf } from '../../organization/trail.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { lacksByAccountPolicies } from './account-policies.ts';
import { lackOfSubscription } from './subscriptions.ts';
import { verdictOf } from './verdict.ts';

export const trailAlarmsRow: Row = {
  service: 'trail-alarms',
  capability: 'trail-alarms',
  title: 'Each metric filter of the trail has an alarm with an action',
  onWhen:
    "each filter of the alarms is on the trail's log group, its metric has an alarm that notifies the function, the topics have a confirmed subscription, and no account policy of CloudWatch Logs applies to the log group",
  repair: orOfStack(
    '`aws sns subscribe` a subscriber that is gone, and follow the link that SNS sends',
  ),
  accounts: 'management',
  scope: 'home-region',
  expected: 'on',
  read: readTrailAlarms,
};

const table = path.join(import.meta.dirname, '../../templates/trail-alarms/filters.yml');

/** The metrics of the alarms: one per row of filters.yml, and the use of elevated roles. */
export const expectedMetrics = (): string[] => [
  ...(parse(readFileSync(table, 'utf8')) as { Filters: { id: string }[] }).Filters.map(
    ({ id }) => id,
  ),
  'ElevatedRole',
];

/**
 * On when each expected metric has a filter on the trail's log group, and an alarm that is enabled
 * and notifies the function; when the topics of function and subscribers have a subscription; and
 * when no policy of the account applies to the log group.
 */
export async function readTrailAlarms(
  target: Target<'cloudWatch' | 'cloudWatchLogs' | 'sns'>,
): Promise<Verdict> {
  const { clients, settings } = target;
  const prefix = settings.resourcePrefix;
  const filters = await listFilters(target, trailLogGroupOf(settings));
  const alarms = await listAlarms(target, `${prefix}-`);
  const states = `${prefix}-trail-alarm-states`;
  return verdictOf(
    ...expectedMetrics().map((metric) =>
      lackOf({ namespace: `${prefix}/trail-alarms`, metric, topic: states }, filters, alarms),
    ),
    await lackOfSubscription(clients.sns, states),
    await lackOfSubscription(clients.sns, `${prefix}-trail-alarms`),
    ...(await lacksByAccountPolicies(target, trailLogGroupOf(settings))),
  );
}

function lackOf(
  { namespace, metric, topic }: Readonly<Record<'namespace' | 'metric' | 'topic', string>>,
  filters: readonly MetricFilter[],
  alarms: readonly MetricAlarm[],
): string | undefined {
  const counted = filters.some(({ metricTransformations = [] }) =>
    metricTransformations.some(
      ({ metricName, metricNamespace }) => metricName === metric && metricNamespace === namespace,
    ),
  );
  if (!counted) {
    return `${metric} has no filter`;
  }
  const watching = alarms.filter(
    ({ MetricName, Namespace }) => MetricName === metric && Namespace === namespace,
  );
  if (watching.length === 0) {
    return `${metric} has no alarm`;
  }
  const notifies = watching.some(
    ({ ActionsEnabled, AlarmActions = [] }) =>
      ActionsEnabled === true && AlarmActions.some((action) => action.endsWith(`:${topic}`)),
  );
  return notifies ? undefined : `the alarm of ${metric} does not notify ${topic}`;
}

async function listFilters(
  { clients }: Target<'cloudWatchLogs'>,
  logGroupName: string,
): Promise<MetricFilter[]> {
  try {
    return await collect<MetricFilter>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeMetricFiltersCommand({ logGroupName, nextToken }),
      );
      return { items: page.metricFilters, next: page.nextToken ?? undefined };
    });
  } catch (error) {
    // Without its log group there is no filter.
    if (isNamed(error, 'ResourceNotFoundException')) {
      return [];
    }
    throw error;
  }
}

function listAlarms(
  { clients }: Target<'cloudWatch'>,
  AlarmNamePrefix: string,
): Promise<MetricAlarm[]> {
  return collect<MetricAlarm>(async (NextToken) => {
    const page = await clients.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix, AlarmTypes: ['MetricAlarm'], NextToken }),
    );
    return { items: page.MetricAlarms, next: page.NextToken };
  });
}
