import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import {
  DescribeMetricFiltersCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { readYaml } from 'ofn-rehearse';
import { collect } from '../../lambda/paging.ts';
import { trailLogGroupOf } from '../../organization/trail.ts';
import type { Clients } from '../../organization/types.ts';
import type { Message } from '../alerts/messages.ts';
import type { World } from '../scenario.ts';
import { until } from '../security-reporting/reports.ts';
import { sessionsOf } from '../sessions.ts';

/** A row of filters.yml, as far as scenarios read it. */
interface FilterRow {
  readonly name: string;
  readonly controls: string;
  /** The rows for which its records count, too. */
  readonly also?: readonly string[];
}

export const filterRows = readYaml(
  path.join(import.meta.dirname, '../../templates/trail-alarms/filters.yml'),
).value.Filters as readonly FilterRow[];

const folder = path.join(import.meta.dirname, '../../test/events/cloudtrail');

/** The names of the sample records. */
export const sampleNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'));

export const sampleText = (name: string): string =>
  JSON.stringify(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')));

/** A sample as it is in the organization of the rehearsal: its prefix, and its management account. */
export const sampleIn = ({ settings }: World, name: string): string =>
  sampleText(name)
    .replaceAll('111111111111', settings.managementAccountId)
    .replaceAll('ofn-audit-', `${settings.resourcePrefix}-`);

/** Clients of the account and region of the alarms. */
export async function alarmClients({ rehearsal, settings }: World): Promise<Clients> {
  const session = await sessionsOf(rehearsal).open(settings.managementAccountId);
  return session.clients(settings.homeRegion);
}

/** Records a sample as a call in an account, where the organization trail logs it. */
export async function record(
  { rehearsal, settings }: World,
  accountId: string,
  text: string,
): Promise<void> {
  const answer = (await rehearsal.aws.control('POST', '/cloudtrail/records', {
    accountId,
    region: settings.homeRegion,
    record: JSON.parse(text),
  })) as { deliveries: { logGroup: string; outcome: string }[] };
  const group = trailLogGroupOf(settings);
  const delivered = answer.deliveries.some(
    ({ logGroup, outcome }) => logGroup === group && outcome === 'delivered',
  );
  if (!delivered) {
    throw new Error(`expected the call in ${group}, got ${JSON.stringify(answer.deliveries)}`);
  }
}

/**
 * Records calls in an account, each as often as the alarms that they are for need for ALARM.
 */
export async function recordAll(
  world: World,
  accountId: string,
  records: readonly object[],
  names: readonly string[],
): Promise<void> {
  const alarms = await Promise.all(names.map((name) => alarmOf(world, name)));
  const times = Math.max(1, ...alarms.map((alarm) => alarm?.Threshold ?? 1));
  await world.rehearsal.aws.control('POST', '/cloudtrail/records', {
    accountId,
    region: world.settings.homeRegion,
    records: Array.from({ length: times }, () => records).flat(),
  });
}

/** The state of each alarm of the trail by its name without prefix. */
export async function statesOf(world: World): Promise<Map<string, string>> {
  const { cloudWatch } = await alarmClients(world);
  const prefix = `${world.settings.resourcePrefix}-`;
  const found = await collect<MetricAlarm>(async (NextToken) => {
    const page = await cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, NextToken }),
    );
    return { items: page.MetricAlarms, next: page.NextToken };
  });
  return new Map(
    found
      .filter(({ Namespace }) => Namespace === `${world.settings.resourcePrefix}/trail-alarms`)
      .map(({ AlarmName = '', StateValue = '' }) => [AlarmName.slice(prefix.length), StateValue]),
  );
}

/** The alarm of a name without prefix. */
async function alarmOf(world: World, name: string): Promise<MetricAlarm | undefined> {
  const { cloudWatch } = await alarmClients(world);
  const AlarmNames = [`${world.settings.resourcePrefix}-${name}`];
  const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms[0];
}

export const stateOf = async (world: World, name: string): Promise<string> =>
  (await alarmOf(world, name))?.StateValue ?? 'no such alarm';

/** Records a sample as often as its alarm needs for ALARM. */
export async function recordEnough(
  world: World,
  accountId: string,
  text: string,
  name: string,
): Promise<void> {
  const { Threshold = 1 } = (await alarmOf(world, name)) ?? {};
  for (let times = 0; times < Threshold; times += 1) {
    await record(world, accountId, text);
  }
}

/** A message of the topic of trail alarms. */
export interface Told {
  readonly subject: string;
  readonly text: string;
  readonly endpoints: readonly string[];
}

/** The messages at the topic of trail alarms, oldest first. */
export async function told({ rehearsal, settings }: World): Promise<readonly Told[]> {
  const { resourcePrefix, homeRegion, managementAccountId } = settings;
  const topic = `arn:aws:sns:${homeRegion}:${managementAccountId}:${resourcePrefix}-trail-alarms`;
  const { messages } = (await rehearsal.aws.control('GET', `/sns/messages?topicArn=${topic}`)) as {
    messages: readonly Message[];
  };
  return messages.map(({ subject, deliveries }) => ({
    subject: subject ?? '',
    text: deliveries[0]?.text ?? 'not delivered',
    endpoints: deliveries.map(({ endpoint }) => endpoint),
  }));
}

/** The first message after so many others whose subject begins like that; the function takes a while. */
export async function toldOf(world: World, beginning: string, after = 0): Promise<Told> {
  let found: Told | undefined;
  await until(`a message "${beginning} ..." at the topic of trail alarms`, async () => {
    const some = (await told(world)).slice(after);
    found = some.find(({ subject }) => subject.startsWith(beginning));
    return found !== undefined;
  });
  return found as Told;
}

/** @throws naming the first line that the text lacks */
export function requireLines(text: string, lines: readonly string[]): void {
  const missing = lines.find((line) => !text.split('\n').includes(line));
  if (missing !== undefined) {
    throw new Error(`expected the line "${missing}", got:\n${text}`);
  }
}

/** The filters that the stack put on the trail's log group: name without prefix to pattern. */
export async function deployedFilters(world: World): Promise<Map<string, string>> {
  const { cloudWatchLogs } = await alarmClients(world);
  const prefix = `${world.settings.resourcePrefix}-`;
  const found = await cloudWatchLogs.send(
    new DescribeMetricFiltersCommand({ logGroupName: trailLogGroupOf(world.settings) }),
  );
  return new Map(
    (found.metricFilters ?? []).map(({ filterName = '', filterPattern = '' }) => [
      filterName.slice(prefix.length),
      filterPattern,
    ]),
  );
}

/** The samples that a pattern matches. */
export async function matchesOf(world: World, filterPattern: string): Promise<string[]> {
  const { cloudWatchLogs } = await alarmClients(world);
  const names = sampleNames();
  const found = await cloudWatchLogs.send(
    new TestMetricFilterCommand({
      filterPattern,
      logEventMessages: names.map((name) => sampleIn(world, name)),
    }),
  );
  return (found.matches ?? []).map(({ eventNumber = 0 }) => names[eventNumber - 1] ?? '');
}
