import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  type Subscription,
  type Topic,
} from '@aws-sdk/client-sns';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { unless } from './gone.ts';

/** The ARN of a topic of the account and region, or undefined when there is none of that name. */
export async function findTopic(sns: Clients['sns'], name: string): Promise<string | undefined> {
  const topics = await collect<Topic>(async (NextToken) => {
    const page = await sns.send(new ListTopicsCommand({ NextToken }));
    return { items: page.Topics, next: page.NextToken };
  });
  return topics.map(({ TopicArn = '' }) => TopicArn).find((arn) => arn.endsWith(`:${name}`));
}

/** What a topic lacks that its messages arrive: itself, or a subscription that is confirmed. */
export async function lackOfSubscription(
  sns: Clients['sns'],
  name: string,
): Promise<string | undefined> {
  const TopicArn = await findTopic(sns, name);
  return TopicArn === undefined ? `there is no topic ${name}` : lackOfSubscribers(sns, TopicArn);
}

/**
 * The same of a topic by its ARN. SNS deletes a subscription that is not confirmed within days; until
 * then nothing arrives, either.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html
 */
export async function lackOfSubscribers(
  sns: Clients['sns'],
  TopicArn: string,
): Promise<string | undefined> {
  const name = TopicArn.split(':').at(-1);
  const subscriptions = await unless(['NotFoundException', 'NotFound'], () =>
    collect<Subscription>(async (NextToken) => {
      const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
      return { items: page.Subscriptions, next: page.NextToken };
    }),
  );
  if (subscriptions === undefined) {
    return `there is no topic ${name}`;
  }
  // Instead of an ARN, SNS returns the state of a pending subscription.
  if (subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.includes(':'))) {
    return undefined;
  }
  const pending = subscriptions
    .filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation')
    .map(({ Endpoint }) => Endpoint);
  return pending.length === 0
    ? `the topic ${name} has no subscription`
    : `the topic ${name} has no confirmed subscription: follow the link that SNS sent to ${pending.join(', ')}`;
}
