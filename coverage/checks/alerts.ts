import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { busOfSecurity, lackOfRule } from './event-rules.ts';
import { lackOfQueue } from './queues.ts';
import { lackOfSubscribers, lackOfSubscription } from './subscriptions.ts';
import { verdictOf } from './verdict.ts';

export const alertsRow: Row = {
  service: 'alerts',
  capability: 'alerts',
  title: 'The topics of alerts have a confirmed subscription',
  onWhen: 'the topic of alerts, and that of `alertTopic`, have a confirmed subscription (3)',
  repair: orOfStack(
    '`aws sns subscribe` a subscriber that is gone, and follow the link that SNS sends',
  ),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readAlerts,
};

export const undeliveredRow: Row = {
  service: 'undelivered',
  capability: 'alerts',
  title: 'The queue of events that EventBridge could not deliver is empty',
  onWhen: 'the queue of undelivered events is empty, and its alarm is forwarded to the home region',
  repair: orOfStack(
    'fix why EventBridge could not deliver the events that the queue holds, handle them, and purge the queue',
  ),
  accounts: 'security',
  scope: 'sign-in-regions',
  expected: 'on',
  read: readUndelivered,
};

/** On when the topics of alerts, ours and the operator's, have a subscription that is confirmed. */
export async function readAlerts({ clients, settings }: Target<'sns'>): Promise<Verdict> {
  const { alertTopic, resourcePrefix } = settings;
  return verdictOf(
    await lackOfSubscription(clients.sns, `${resourcePrefix}-alerts`),
    alertTopic === '' ? undefined : await lackOfSubscribers(clients.sns, alertTopic),
  );
}

/** On when the queue of undelivered events is empty, and its alarm is forwarded to the topic. */
export async function readUndelivered(
  target: Target<'cloudWatch' | 'eventBridge' | 'sqs'>,
): Promise<Verdict> {
  const name = `${target.settings.resourcePrefix}-undelivered`;
  const bus = busOfSecurity(target, `${target.settings.resourcePrefix}-alerts`);
  return verdictOf(
    await lackOfQueue(target, name),
    await lackOfAlarm(target, name),
    await lackOfRule(target, { name, target: bus }),
  );
}

async function lackOfAlarm(
  { clients }: Target<'cloudWatch'>,
  name: string,
): Promise<string | undefined> {
  const { MetricAlarms = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [name] }),
  );
  return MetricAlarms.length === 0 ? `there is no alarm ${name}` : undefined;
}
