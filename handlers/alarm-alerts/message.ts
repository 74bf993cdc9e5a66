import { page } from '../../lambda/alerting/console.ts';
import type { Alert } from '../../lambda/alerting/topic.ts';
import type { Alarm } from './alarm.ts';
import { type Group, groupsOf } from './groups.ts';
import type { Found } from './search.ts';

/** Names of accounts by id. */
export type Names = ReadonlyMap<string, string>;

/** What was found behind an alarm, or why nothing could be searched. */
export type Evidence = Found | { failure: string };

const MOST_GROUPS = 10;
const MOST_EVENTS = 10;
const MOST_IDS = 20;

/** The alert of an alarm that changed to ALARM, with the calls behind it. */
export function alertOf(alarm: Alarm, evidence: Evidence, names: Names, logGroup: string): Alert {
  const groups = 'calls' in evidence ? groupsOf(evidence.calls) : [];
  const paragraphs = [
    alarm.title,
    ...callsOf(evidence, groups, names, MOST_GROUPS),
    factsOf(alarm),
    ...('calls' in evidence ? [queryOf(alarm, evidence, logGroup)] : []),
  ];
  return { subject: subjectOf(alarm, groups, names), text: paragraphs.join('\n\n') };
}

function subjectOf(alarm: Alarm, [first, ...more]: readonly Group[], names: Names): string {
  if (first === undefined) {
    return `ALARM ${alarm.name}: ${alarm.title}`;
  }
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return `ALARM ${alarm.name}: ${first.who}${others} in ${nameOf(first.account, names)}`;
}

/** The calls, as paragraphs. */
export function callsOf(
  evidence: Evidence,
  groups: readonly Group[],
  names: Names,
  most: number,
): string[] {
  if ('failure' in evidence) {
    return [`The calls behind it could not be read: ${evidence.failure}`];
  }
  const { calls, from, to, isComplete } = evidence;
  const period = `from ${moment(from)} to ${moment(to)}`;
  if (calls.length === 0) {
    const why = isComplete ? '' : '; there was no time to search all of it';
    return [`No call was found in the trail's log group ${period}${why}.`];
  }
  const number = `${isComplete ? '' : 'At least '}${plural(calls.length, 'call')} ${period}:`;
  const left = groups.slice(most);
  const rest = left.reduce((sum, { count }) => sum + count, 0);
  return [
    number,
    ...groups.slice(0, most).map((group) => paragraphOf(group, names)),
    ...(left.length > 0 ? [`And ${plural(rest, 'call')} of ${left.length} others.`] : []),
  ];
}

export function paragraphOf(group: Group, names: Names): string {
  const { who, principalAccount, account, region, address, resources, first, last } = group;
  const events = [...group.events].sort(([, a], [, b]) => b - a);
  const named = events.slice(0, MOST_EVENTS).map(([event, count]) => `${count} x ${event}`);
  const others = events.length > MOST_EVENTS ? [`and ${events.length - MOST_EVENTS} others`] : [];
  const home = principalAccount && principalAccount !== account ? principalAccount : '';
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Who', home ? `${who}, of account ${withId(home, names)}` : who],
    ['Account', withId(account, names)],
    ['Region', region],
    ['Source', address],
    ['Calls', [...named, ...others].join(', ')],
    ['Resources', resources.join(', ')],
    ['Time', first === last ? first : `${first} to ${last}`],
  ];
  return linesOf(facts);
}

function factsOf(alarm: Alarm): string {
  const { name, region, since, reason } = alarm;
  return linesOf([
    ['Alarm', name],
    ['Since', moment(since)],
    ['Reason', reason],
    ['Link', page(region, 'cloudwatch/home', `alarmsV2:alarm/${encodeURIComponent(name)}`)],
  ]);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
function queryOf(alarm: Alarm, { calls, from, to }: Found, logGroup: string): string {
  const ids = calls.slice(0, MOST_IDS).map(({ id }) => `"${id.replace(/[^\w-]/g, '')}"`);
  const chosen = ids.length > 0 ? `filter eventID in [${ids.join(', ')}] | ` : '';
  return [
    `The calls as CloudTrail recorded them: CloudWatch Logs Insights, log group ${logGroup}, ${moment(from)} to ${moment(to)}`,
    `${chosen}fields eventTime, recipientAccountId, userIdentity.arn, eventName, @message`,
    page(alarm.region, 'cloudwatch/home', 'logsV2:logs-insights'),
  ].join('\n');
}

const linesOf = (facts: readonly (readonly [name: string, value: string])[]): string =>
  facts
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const nameOf = (id: string, names: Names): string => names.get(id) || id || 'an unknown account';

const withId = (id: string, names: Names): string => {
  const name = nameOf(id, names);
  return name === id ? id : `${name} (${id})`;
};

export const moment = (at: Date): string =>
  `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

export const plural = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;
