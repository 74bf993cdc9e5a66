import { SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { findTopic } from '../../coverage/checks/subscriptions.ts';
import { describeError } from '../../lambda/errors.ts';
import type { Clients } from '../../organization/types.ts';
import { AlertTestError } from './errors.ts';

/** The longest that SQS waits for a message. */
const longestWaitSeconds = 20;

/** A queue that is subscribed to alerts, for as long as the test takes. */
export interface ListeningQueue {
  /** The texts that came within the time, as soon as there are some; none when there are none. */
  receive(seconds: number, signal?: AbortSignal): Promise<string[]>;
  /** Removes queue and subscription. @throws AlertTestError naming what stays */
  remove(): Promise<void>;
}

export interface QueueOptions {
  clients: Pick<Clients, 'sns' | 'sqs'>;
  /** The topic's name. */
  topic: string;
  /** The queue's name. */
  name: string;
}

/**
 * Makes a queue and subscribes it to the topic.
 * @throws AlertTestError when there is no topic
 */
export async function listen({ clients, topic, name }: QueueOptions): Promise<ListeningQueue> {
  const { sns, sqs } = clients;
  const topicArn = await findTopic(sns, topic);
  if (topicArn === undefined) {
    throw new AlertTestError(
      `There is no topic ${topic}: deploy the capability alerts first, or correct alertTopic`,
    );
  }
  const [, partition, , region, account] = topicArn.split(':');
  const queueArn = `arn:${partition}:sqs:${region}:${account}:${name}`;
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        // With the queue, as a policy that is set later can take a minute.
        Policy: JSON.stringify(policy(queueArn, topicArn)),
        SqsManagedSseEnabled: 'true',
        // Should the queue be left behind, at least the alerts in it expire.
        MessageRetentionPeriod: '3600',
        VisibilityTimeout: '3600',
      },
    }),
  );
  let subscription: string | undefined;
  const remove = () => removeAll({ sns, sqs }, { name, QueueUrl, subscription });
  try {
    const subscribed = await sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: 'true' },
        ReturnSubscriptionArn: true,
      }),
    );
    subscription = subscribed.SubscriptionArn;
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    async receive(seconds, abortSignal) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: Math.min(longestWaitSeconds, Math.max(1, Math.ceil(seconds))),
        }),
        abortSignal ? { abortSignal } : {},
      );
      return Messages.map(({ Body = '' }) => Body);
    },
    remove,
  };
}

function policy(queueArn: string, topicArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowTopicOfAlerts',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
      {
        Sid: 'DenyUnencryptedTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: queueArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

interface Made {
  name: string;
  QueueUrl: string | undefined;
  subscription: string | undefined;
}

/** Each by itself, so that a failure does not keep the other. */
async function removeAll({ sns, sqs }: QueueOptions['clients'], made: Made): Promise<void> {
  const { name, QueueUrl, subscription: SubscriptionArn } = made;
  const results = await Promise.allSettled([
    SubscriptionArn && sns.send(new UnsubscribeCommand({ SubscriptionArn })),
    sqs.send(new DeleteQueueCommand({ QueueUrl })),
  ]);
  const whats = [`the subscription ${SubscriptionArn}`, `the queue ${name}`];
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? `${whats[index]} (${describeError(result.reason)})` : [],
  );
  if (failures.length > 0) {
    throw new AlertTestError(`Remove by hand what is left: ${failures.join(', ')}`);
  }
}
