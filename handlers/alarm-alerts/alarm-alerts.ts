import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AccountNames } from '../../lambda/alerting/accounts.ts';
import type { Publish } from '../../lambda/alerting/topic.ts';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Alarm } from './alarm.ts';
import { changeOf, removalOf } from './change.ts';
import { NotListedError } from './errors.ts';
import { alertOf, type Evidence, type Names } from './message.ts';
import { alarmsIn, type Lasting, reminderOf } from './repeat.ts';
import type { Request } from './request.ts';
import { callsBehind, type Limits, type Searcher } from './search.ts';
import type { Settings } from './settings.ts';

export interface Dependencies {
  cloudWatchOf: (region: string) => Pick<CloudWatchClient, 'send'>;
  logs: Searcher['logs'];
  sleep: Searcher['sleep'];
  now: () => Date;
  names: AccountNames;
  publish: Publish;
  log: Log;
}

const MINUTE_MS = 60_000;
/**
 * Metric data may arrive late, and CloudWatch looks further back than the periods that it evaluates.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
const SLACK_MS = 10 * MINUTE_MS;
const REPEATED_MS = 60 * MINUTE_MS;
/** Time for the search behind one alarm, and for those of a reminder; publishing comes after it. */
const SEARCH_MS = MINUTE_MS;
const REMINDER_MS = 8 * MINUTE_MS;

/**
 * Publishes each alarm with the calls behind it, without them if they can't be read; or, on the
 * schedule, one reminder of the alarms that are still in ALARM.
 *
 * @throws NotListedError when alarms of some regions could not be listed, after those of the others
 * were repeated; and any error of publishing
 */
export async function alertAlarms(
  dependencies: Dependencies,
  settings: Settings,
  request: Request,
): Promise<void> {
  switch (request.kind) {
    case 'alarms':
      for (const alarm of request.alarms) {
        await alert(dependencies, settings, alarm);
      }
      return;
    case 'repeat':
      await repeat(dependencies, settings);
      return;
    case 'change':
      await reportChange(dependencies, settings, request);
      return;
    case 'removal':
      await reportRemoval(dependencies, request);
      return;
    default:
      request satisfies never;
  }
}

async function alert(dependencies: Dependencies, settings: Settings, alarm: Alarm): Promise<void> {
  const { publish, log, now } = dependencies;
  const evidence = await evidenceOf(dependencies, settings, alarm, {
    from: new Date(alarm.since.getTime() - alarm.windowMs - SLACK_MS),
    deadline: after(now(), SEARCH_MS),
    wanted: alarm.threshold,
  });
  const names = await namesOf(dependencies.names, [evidence]);
  await publish(alertOf(alarm, evidence, names, settings.logGroup));
  log({ message: 'Published', action: 'alert-alarm', alarm: alarm.name, ...countOf(evidence) });
}

/** Of the alarm that reports all other changes, or of alarms that the call does not name. */
async function reportChange(
  { publish, names, log }: Dependencies,
  { resourcePrefix }: Settings,
  { call, alarms }: Extract<Request, { kind: 'change' }>,
): Promise<void> {
  const guarded = `${resourcePrefix}-alerting-changes`;
  const isReported = alarms.length > 0 && !alarms.includes(guarded);
  if (!isReported) {
    await publish(changeOf(call, guarded, await names.nameOf(call.account)));
  }
  log({ message: isReported ? 'Quiet' : 'Published', action: 'guard-alarm', event: call.event });
}

async function reportRemoval(
  { publish, names, log }: Dependencies,
  { call, stack }: Extract<Request, { kind: 'removal' }>,
): Promise<void> {
  await publish(removalOf(call, stack, await names.nameOf(call.account)));
  log({ message: 'Published', action: 'guard-stack', event: call.event });
}

async function repeat(dependencies: Dependencies, settings: Settings): Promise<void> {
  const { cloudWatchOf, publish, log, now } = dependencies;
  const { regions, resourcePrefix } = settings;
  const { alarms, failures } = await alarmsIn(regions, cloudWatchOf, resourcePrefix);
  const end = after(now(), REMINDER_MS);
  const lasting: Lasting[] = [];
  for (const alarm of alarms) {
    if (!isOfTrail(alarm, settings)) {
      lasting.push({ alarm });
      continue;
    }
    const deadline = new Date(Math.min(end.getTime(), after(now(), SEARCH_MS).getTime()));
    const limits = { from: after(now(), -REPEATED_MS), deadline, wanted: 0 };
    const evidence = await evidenceOf(dependencies, settings, alarm, limits);
    lasting.push({ alarm, evidence });
  }
  if (lasting.length > 0) {
    const evidence = lasting.flatMap((one) => one.evidence ?? []);
    await publish(reminderOf(lasting, await namesOf(dependencies.names, evidence)));
  }
  log({ message: 'Repeated', action: 'repeat-alarms', count: lasting.length });
  if (failures.length > 0) {
    throw new NotListedError(`Alarms could not be listed: ${failures.join('; ')}`);
  }
}

const isOfTrail = ({ namespace }: Alarm, { logGroup, resourcePrefix }: Settings): boolean =>
  logGroup !== '' && namespace === `${resourcePrefix}/trail-alarms`;

/** An alarm must arrive, whatever becomes of the search. */
async function evidenceOf(
  { logs, sleep, now, log }: Dependencies,
  { logGroup }: Settings,
  alarm: Alarm,
  limits: Limits,
): Promise<Evidence> {
  try {
    return await callsBehind({ logs, logGroup, sleep, now }, alarm, limits);
  } catch (error) {
    const failure = describeError(error);
    log({ message: failure, action: 'search-calls', alarm: alarm.name, level: 'ERROR' });
    return { failure };
  }
}

async function namesOf(names: AccountNames, evidence: readonly Evidence[]): Promise<Names> {
  const calls = evidence.flatMap((one) => ('calls' in one ? one.calls : []));
  const ids = new Set(
    calls.flatMap(({ account, principalAccount }) => [account, principalAccount]),
  );
  ids.delete('');
  const entries: [string, string][] = [];
  for (const id of ids) {
    entries.push([id, await names.nameOf(id)]);
  }
  return new Map(entries);
}

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

const countOf = (evidence: Evidence): { calls?: number } =>
  'calls' in evidence ? { calls: evidence.calls.length } : {};
