import {
  DeleteTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Attack, Outside } from '../damage.ts';
import { arnOf, unlisted } from './refusals.ts';

const alerts = (attack: Attack): string => arnOf(attack, 'sns', 'ofn-audit-alerts');

const urlOf = ({ region, accountId }: Attack, name: string): string =>
  `https://sqs.${region}.amazonaws.com/${accountId}/ofn-audit-${name}`;

const onTopic = { account: 'SecurityAccount', refusedBy: 'the policy of the topic' } as const;
const onQueue = { account: 'SecurityAccount', refusedBy: 'the policy of the queue' } as const;
const ownAlert = { Subject: 'ALARM', Message: 'Call this number.' };

/** The topic of alerts, and queues, in the hands of other accounts. */
export const messageDamages: readonly Outside[] = [
  {
    ...onTopic,
    by: 'stranger',
    kind: 'forge',
    name: 'publishes an alert',
    does: (attack) =>
      attack.clients.sns.send(new PublishCommand({ TopicArn: alerts(attack), ...ownAlert })),
    says: unlisted('SNS:Publish', 'ofn-audit-alerts'),
  },
  {
    ...onTopic,
    by: 'sandbox',
    kind: 'forge',
    name: 'publishes an alert',
    does: (attack) =>
      attack.clients.sns.send(new PublishCommand({ TopicArn: alerts(attack), ...ownAlert })),
    says: unlisted('SNS:Publish', 'ofn-audit-alerts'),
  },
  {
    ...onTopic,
    by: 'unsigned',
    kind: 'forge',
    name: 'publishes an alert',
    does: (attack) =>
      attack.unsigned({
        service: 'sns',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          ...{ Action: 'Publish', Version: '2010-03-31', TopicArn: alerts(attack) },
          Message: ownAlert.Message,
        }).toString(),
      }),
    says: unlisted('SNS:Publish', 'ofn-audit-alerts'),
  },
  {
    ...onTopic,
    account: 'ManagementAccount',
    by: 'sandbox',
    kind: 'forge',
    name: 'publishes an alert of the trail',
    does: (attack) =>
      attack.clients.sns.send(
        new PublishCommand({
          TopicArn: arnOf(attack, 'sns', 'ofn-audit-trail-alarms'),
          ...ownAlert,
        }),
      ),
    says: unlisted('SNS:Publish', 'ofn-audit-trail-alarms'),
  },
  {
    ...onTopic,
    by: 'stranger',
    kind: 'redirect',
    name: 'subscribes to alerts',
    does: (attack) =>
      attack.clients.sns.send(
        new SubscribeCommand({
          ...{ TopicArn: alerts(attack), Protocol: 'email', Endpoint: 'eve@example.net' },
        }),
      ),
    says: unlisted('SNS:Subscribe', 'ofn-audit-alerts'),
  },
  {
    ...onTopic,
    by: 'sandbox',
    kind: 'widen',
    name: 'replaces the policy of the topic of alerts',
    does: (attack) =>
      attack.clients.sns.send(
        new SetTopicAttributesCommand({
          ...{ TopicArn: alerts(attack), AttributeName: 'Policy', AttributeValue: '{}' },
        }),
      ),
    says: unlisted('SNS:SetTopicAttributes', 'ofn-audit-alerts'),
  },
  {
    ...onTopic,
    by: 'sandbox',
    kind: 'delete',
    name: 'deletes the topic of alerts',
    does: (attack) => attack.clients.sns.send(new DeleteTopicCommand({ TopicArn: alerts(attack) })),
    says: unlisted('SNS:DeleteTopic', 'ofn-audit-alerts'),
  },
  {
    ...onQueue,
    by: 'stranger',
    kind: 'forge',
    name: 'sends a report to the dispatcher',
    does: (attack) =>
      attack.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: urlOf(attack, 'reports'), MessageBody: '{}' }),
      ),
    says: unlisted('sqs:sendmessage', 'ofn-audit-reports'),
  },
  {
    ...onQueue,
    by: 'sandbox',
    kind: 'forge',
    name: 'reports an account to the harvester',
    does: (attack) =>
      attack.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: urlOf(attack, 'account-harvester-accounts'),
          MessageBody: '{}',
        }),
      ),
    says: unlisted('sqs:sendmessage', 'ofn-audit-account-harvester-accounts'),
  },
  {
    ...onQueue,
    by: 'unsigned',
    kind: 'forge',
    name: 'sends a report to the dispatcher',
    does: (attack) =>
      attack.unsigned({
        service: 'sqs',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AmazonSQS.SendMessage',
        },
        body: JSON.stringify({ QueueUrl: urlOf(attack, 'reports'), MessageBody: '{}' }),
      }),
    says: unlisted('sqs:sendmessage', 'ofn-audit-reports'),
  },
  {
    ...onQueue,
    by: 'sandbox',
    kind: 'starve',
    name: 'takes the reports that wait',
    does: (attack) =>
      attack.clients.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: urlOf(attack, 'reports'),
          VisibilityTimeout: 43_200,
        }),
      ),
    says: unlisted('sqs:receivemessage', 'ofn-audit-reports'),
  },
  {
    ...onQueue,
    by: 'stranger',
    kind: 'delete',
    name: 'throws away undelivered events',
    does: (attack) =>
      attack.clients.sqs.send(new PurgeQueueCommand({ QueueUrl: urlOf(attack, 'undelivered') })),
    says: unlisted('sqs:purgequeue', 'ofn-audit-undelivered'),
  },
  {
    ...onQueue,
    by: 'sandbox',
    kind: 'starve',
    name: 'forgets undelivered events after a minute',
    does: (attack) =>
      attack.clients.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: urlOf(attack, 'undelivered'),
          Attributes: { MessageRetentionPeriod: '60' },
        }),
      ),
    says: unlisted('sqs:setqueueattributes', 'ofn-audit-undelivered'),
  },
];
