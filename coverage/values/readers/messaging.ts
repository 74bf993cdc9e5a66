import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { normalPolicy } from '../policy-document.ts';
import type { Expected, Place, Reader } from '../types.ts';
import { each, parsed, unless } from './each.ts';

type Attributes = Readonly<Record<string, string>>;

// SQS has two names for it: some endpoints still return that of its older protocol.
const noQueue = [
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NonExistentQueue',
];
const noTopic = ['NotFoundException', 'NotFound'];

async function topicAttributes(TopicArn: string, { clients }: Place) {
  const found = await unless(noTopic, () =>
    clients.sns.send(new GetTopicAttributesCommand({ TopicArn })),
  );
  return found?.Attributes as Attributes | undefined;
}

async function queueAttributes(QueueUrl: string, { clients }: Place) {
  const found = await unless(noQueue, () =>
    clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
  );
  return found && ((found.Attributes ?? {}) as Attributes);
}

const topic: Reader = {
  compared: { DisplayName: {}, KmsMasterKeyId: { absent: '' } },
  skipped: { TopicName: 'it is read by it' },
  read: each(({ id }, place) => topicAttributes(id, place)),
};

/** A policy of one topic or queue: the template has a list of them. */
const only = ({ properties }: Expected, name: string): string => {
  const [first] = [properties[name]].flat();
  return typeof first === 'string' ? first : '';
};

const topicPolicy: Reader = {
  compared: { PolicyDocument: { normal: normalPolicy } },
  skipped: { Topics: 'it is read by it' },
  read: each(async (policy, place) => {
    const found = await topicAttributes(only(policy, 'Topics'), place);
    return found && { PolicyDocument: found['Policy'] };
  }),
};

const subscription: Reader = {
  compared: {
    TopicArn: {},
    RedrivePolicy: { absent: '', normal: parsed },
    FilterPolicy: { absent: '', normal: parsed },
    RawMessageDelivery: { absent: false },
    SubscriptionRoleArn: { absent: '' },
  },
  // https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
  skipped: {
    Protocol: 'another one is another subscription',
    Endpoint: 'another one is another subscription',
  },
  read: each(async ({ id: SubscriptionArn }, { clients }) => {
    const found = await unless(noTopic, () =>
      clients.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
    );
    return found?.Attributes && { RawMessageDelivery: 'false', ...found.Attributes };
  }),
};

const queue: Reader = {
  compared: {
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    VisibilityTimeout: { absent: 30 },
    MessageRetentionPeriod: { absent: 345_600 },
    DelaySeconds: { absent: 0 },
    SqsManagedSseEnabled: {},
    KmsMasterKeyId: { absent: '' },
    RedrivePolicy: { absent: '', normal: parsed },
    RedriveAllowPolicy: { absent: '', normal: parsed },
  },
  skipped: { QueueName: 'it is read by it' },
  read: each(({ id }, place) => queueAttributes(id, place)),
};

const queuePolicy: Reader = {
  compared: { PolicyDocument: { normal: normalPolicy } },
  skipped: { Queues: 'it is read by it' },
  read: each(async (policy, place) => {
    const found = await queueAttributes(only(policy, 'Queues'), place);
    return found && { PolicyDocument: found['Policy'] };
  }),
};

export const messagingReaders: Readonly<Record<string, Reader>> = {
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
};
