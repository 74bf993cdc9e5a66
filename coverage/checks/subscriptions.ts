import { ListSubscriptionsByTopicCommand, type Subscription } from '@aws-sdk/client-sns';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { findTopic } from './alerts.ts';

/** What a topic lacks that its messages arrive: itself, or a subscription that is confirmed. */
export async function lackOfSubscription(
  sns: Clients['sns'],
  name: string,
): Promise<string | undefined> {
  const TopicArn = await findTopic(sns, name);
  if (TopicArn === undefined) {
    return `there is no topic ${name}`;
  }
  const subscriptions = await collect<Subscription>(async (NextToken) => {
    const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
    return { items: page.Subscriptions, next: page.NextToken };
  });
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
