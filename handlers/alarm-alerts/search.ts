import {
  type CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  type MetricFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { collect } from '../../lambda/paging.ts';
import type { Sleep } from '../../lambda/retry.ts';
import type { Alarm } from './alarm.ts';
import { type Call, callOf } from './call.ts';

/** The calls behind an alarm, oldest first. */
export interface Found {
  calls: readonly Call[];
  from: Date;
  to: Date;
  /** False when there was no time to search the whole period, or there were too many. */
  isComplete: boolean;
}

export interface Searcher {
  logs: Pick<CloudWatchLogsClient, 'send'>;
  logGroup: string;
  sleep: Sleep;
  now: () => Date;
}

/** When a search begins, when it is given up, and the number of calls that is enough. */
export interface Limits {
  from: Date;
  deadline: Date;
  wanted: number;
}

/**
 * Pauses before the search is repeated, in milliseconds: the index of a log group may lag behind its
 * metric filters.
 */
const PAUSES_MS = [3000, 7000, 15_000];
const MOST_CALLS = 1000;

/**
 * Finds the calls that the metric filters of the alarm count, by the filters' own patterns. Searches
 * again until it has found as many as wanted, or the time is up.
 */
export async function callsBehind(
  searcher: Searcher,
  alarm: Alarm,
  { from, deadline, wanted }: Limits,
): Promise<Found> {
  const patterns = (await filtersOf(searcher, alarm)).map(
    ({ filterPattern = '' }) => filterPattern,
  );
  for (let attempt = 0; ; attempt++) {
    const found = await search(searcher, patterns, { from, deadline, wanted });
    const pauseMs = PAUSES_MS[attempt];
    const isLate = searcher.now().getTime() + (pauseMs ?? 0) >= deadline.getTime();
    if (found.calls.length >= wanted || pauseMs === undefined || isLate) {
      return found;
    }
    await searcher.sleep(pauseMs);
  }
}

function filtersOf({ logs, logGroup }: Searcher, alarm: Alarm): Promise<MetricFilter[]> {
  return collect<MetricFilter>(async (nextToken) => {
    const page = await logs.send(
      new DescribeMetricFiltersCommand({ logGroupName: logGroup, nextToken }),
    );
    return { items: page.metricFilters?.filter(counts(alarm)), next: page.nextToken };
  });
}

const counts =
  ({ namespace, metric }: Alarm) =>
  ({ metricTransformations = [] }: MetricFilter): boolean =>
    metricTransformations.some(
      ({ metricName, metricNamespace }) => metricName === metric && metricNamespace === namespace,
    );

async function search(
  searcher: Searcher,
  patterns: readonly string[],
  { from, deadline }: Limits,
): Promise<Found> {
  const to = searcher.now();
  // By id: filters of one metric may both match a call.
  const calls = new Map<string, Call>();
  let isComplete = true;
  for (const filterPattern of patterns) {
    let nextToken: string | undefined;
    do {
      if (searcher.now() >= deadline || calls.size >= MOST_CALLS) {
        isComplete = false;
        break;
      }
      // An empty page with a token is not the last one.
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
      const page = await searcher.logs.send(
        new FilterLogEventsCommand({
          logGroupName: searcher.logGroup,
          filterPattern,
          startTime: from.getTime(),
          endTime: to.getTime(),
          nextToken,
        }),
      );
      for (const { message = '' } of page.events ?? []) {
        const call = callOf(message);
        if (call) {
          calls.set(call.id, call);
        }
      }
      nextToken = page.nextToken;
    } while (nextToken);
  }
  const sorted = [...calls.values()].sort((a, b) => a.time.localeCompare(b.time));
  return { calls: sorted, from, to, isComplete };
}
