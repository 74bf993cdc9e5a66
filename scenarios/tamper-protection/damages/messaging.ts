import { DeleteTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Attack, Damage } from './damage.ts';
import { first, forAnyPrincipal, widened } from './damage.ts';

const alerts = ({ region, accountId }: Attack): string =>
  `arn:aws:sns:${region}:${accountId}:ofn-audit-alerts`;

async function subscriptionOf(attack: Attack): Promise<string> {
  const { Subscriptions } = await attack.clients.sns.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: alerts(attack) }),
  );
  return first(Subscriptions, 'a subscription').SubscriptionArn ?? '';
}

const urlOf = async ({ clients }: Attack, QueueName: string): Promise<string> =>
  (await clients.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

const topic = { account: 'SecurityAccount', policy: 'ProtectDetection' } as const;
const work = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;

/** The topic, the queues, and the tables by which functions know what they have sent. */
export const messagingDamages: readonly Damage[] = [
  {
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    name: 'ends the subscription of the person on call',
    does: async (attack) =>
      attack.clients.sns.send(
        new UnsubscribeCommand({ SubscriptionArn: await subscriptionOf(attack) }),
      ),
    ledger: { service: 'alerts', says: /subscri/ },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    name: 'filters what the person on call gets',
    does: async (attack) =>
      attack.clients.sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn: await subscriptionOf(attack),
          ...{ AttributeName: 'FilterPolicy', AttributeValue: '{"nothing":["never"]}' },
        }),
      ),
    ledger: { because: 'the subscription is ended by the row above' },
  },
  {
    ...topic,
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
    ledger: { service: 'alerts', says: /AnyPrincipal|olicy/ },
  },
  {
    ...topic,
    name: 'publishes an alert of its own making',
    does: (attack) =>
      attack.clients.sns.send(
        new PublishCommand({ TopicArn: alerts(attack), Message: 'All is well.' }),
      ),
    ledger: { because: 'a message leaves nothing behind' },
  },
  {
    ...topic,
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
    ...work,
    name: 'throws away the reports that wait',
    does: async (attack) =>
      attack.clients.sqs.send(
        new PurgeQueueCommand({ QueueUrl: await urlOf(attack, 'ofn-audit-reports') }),
      ),
    ledger: { because: 'the reports stay in the central bucket' },
  },
  {
    ...work,
    name: 'hides the reports that wait for half a day',
    does: async (attack) =>
      attack.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-reports'),
          VisibilityTimeout: 43_200,
        }),
      ),
    ledger: { because: 'the alarm on the age of the oldest message notices it' },
  },
  {
    ...work,
    name: 'reports an account to the harvester that is not there',
    does: async (attack) =>
      attack.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-account-harvester-accounts'),
          MessageBody: '{}',
        }),
      ),
    ledger: { because: 'a message leaves nothing behind' },
  },
  {
    ...work,
    name: 'lets any principal send reports',
    does: async (attack) => {
      const QueueUrl = await urlOf(attack, 'ofn-audit-reports');
      const { Attributes } = await attack.clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'QueueArn'] }),
      );
      const Policy = widened(
        Attributes?.Policy,
        forAnyPrincipal('sqs:SendMessage', Attributes?.QueueArn ?? ''),
      );
      await attack.clients.sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
      );
    },
    ledger: { service: 'report-delivery', says: /AnyPrincipal|olicy/ },
  },
  {
    ...work,
    name: 'forgets failures of sign-ins after a minute',
    does: async (attack) =>
      attack.clients.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: await urlOf(attack, 'ofn-audit-sign-in-monitor-failures'),
          Attributes: { MessageRetentionPeriod: '60' },
        }),
      ),
    ledger: { service: 'sign-in-monitor', says: /MessageRetentionPeriod/ },
  },
  {
    ...work,
    name: 'makes the function of findings believe that it has sent an alert',
    does: async ({ clients }) => {
      await clients.dynamoDb.send(new ScanCommand({ TableName: 'ofn-audit-findings', Limit: 1 }));
      await clients.dynamoDb.send(
        new PutItemCommand({
          TableName: 'ofn-audit-findings',
          Item: { id: { S: 'finding#forged' } },
        }),
      );
    },
    ledger: { because: 'an item is not of a template; the event is in the trail' },
  },
  {
    ...work,
    name: 'deletes the table of findings',
    does: ({ clients }) =>
      clients.dynamoDb.send(new DeleteTableCommand({ TableName: 'ofn-audit-findings' })),
    ledger: { service: 'finding-alerts', says: /Table does not exist/ },
  },
];
