import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Subscription, Topic } from '@aws-sdk/client-sns';
import { ListSubscriptionsByTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { busOfSecurity, lackOfRule } from './event-rules.ts';
import { lackOfQueue } from './queues.ts';
import { verdictOf } from './verdict.ts';

export const alertsRow: Row = {
  service: 'alerts',
  capability: 'alerts',
  title: 'The topic of alerts has a subscription',
  onWhen: 'the topic of alerts has a subscription (3)',
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
  accounts: 'security',
  scope: 'sign-in-regions',
  expected: 'on',
  read: readUndelivered,
};

/** The ARN of a topic of the account and region, or undefined when there is none of that name. */
export async function findTopic(sns: Clients['sns'], name: string): Promise<string | undefined> {
  const topics = await collect<Topic>(async (NextToken) => {
    const page = await sns.send(new ListTopicsCommand({ NextToken }));
    return { items: page.Topics, next: page.NextToken };
  });
  return topics.map(({ TopicArn = '' }) => TopicArn).find((arn) => arn.endsWith(`:${name}`));
}

/**
 * On when the topic has a subscription. A pending one is named, but not a hole: SNS deletes a
 * subscription that is not confirmed within days, and a topic without one is a hole.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
export async function readAlerts({ clients, settings }: Target<'sns'>): Promise<Verdict> {
  const name = `${settings.resourcePrefix}-alerts`;
  const TopicArn = await findTopic(clients.sns, name);
  if (TopicArn === undefined) {
    return { actual: 'off', reason: `there is no topic ${name}` };
  }
  const subscriptions = await collect<Subscription>(async (NextToken) => {
    const page = await clients.sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }),
    );
    return { items: page.Subscriptions, next: page.NextToken };
  });
  // Instead of an ARN, SNS returns the state of a pending subscription.
  const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.includes(':'));
  const pending = subscriptions
    .filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
    .map(({ Endpoint }) => Endpoint);
  if (confirmed.length + pending.length === 0) {
    return { actual: 'off', reason: `the topic ${name} has no subscription` };
  }
  return confirmed.length > 0
    ? { actual: 'on' }
    : { actual: 'on', reason: `no confirmed subscription yet, pending: ${pending.join(', ')}` };
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
