import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const url = 'https://sqs.us-east-1.amazonaws.com/222222222222/work';
const dead = 'arn:aws:sqs:us-east-1:222222222222:dead';
const queue = resource('AWS::SQS::Queue', url, {
  QueueName: 'work',
  MessageRetentionPeriod: 1_209_600,
  SqsManagedSseEnabled: true,
  RedrivePolicy: { deadLetterTargetArn: dead, maxReceiveCount: 3 },
});
const attributes = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '1209600',
  DelaySeconds: '0',
  SqsManagedSseEnabled: 'true',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 3 }),
};
const sqs = (change: object = {}) => ({
  sqs: { GetQueueAttributes: { Attributes: { ...attributes, ...change } } },
});

const arn = 'arn:aws:sns:us-east-1:222222222222:alerts';
const sns = (Attributes: object) => ({ sns: { GetTopicAttributes: { Attributes } } });
const statement = { Sid: 'AllowUs', Effect: 'Allow', Action: 'sns:Publish', Resource: arn };
const document = (...Statement: object[]) => JSON.stringify({ Statement });

describe('values of queues and topics', () => {
  it('name how a queue starves or loses messages', async () => {
    expect(await differences(queue, sqs())).to.deep.equal([]);
    expect(await differences(queue, sqs({ MessageRetentionPeriod: '60' }))).to.deep.equal([
      "MessageRetentionPeriod is '60', expected '1209600'",
    ]);
    expect(await differences(queue, sqs({ DelaySeconds: '900' }))).to.deep.equal([
      "DelaySeconds is '900', expected '0'",
    ]);
    expect(await differences(queue, sqs({ RedrivePolicy: '' }))).to.deep.equal([
      `RedrivePolicy is nothing, expected {"deadLetterTargetArn":"${dead}","maxReceiveCount":"3"}`,
    ]);
  });

  it('are gone with the queue, by both of its names', async () => {
    for (const name of ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']) {
      const GetQueueAttributes = awsError(name);

      expect(await differences(queue, { sqs: { GetQueueAttributes } })).to.equal('gone');
    }
  });

  const ofQueue = resource('AWS::SQS::QueuePolicy', 'x', {
    Queues: [url],
    PolicyDocument: { Statement: [statement] },
  });

  it('name a policy of a queue that is taken away', async () => {
    expect(await differences(ofQueue, sqs({ Policy: document(statement) }))).to.deep.equal([]);
    expect(await differences(ofQueue, sqs({ Policy: '' }))).to.deep.equal([
      `PolicyDocument is nothing, expected {"Statement":[{"Action":["sns:publish"],"Effect":"Allow","Resource":["${arn}"],"Sid":"AllowUs"}]}`,
    ]);
  });

  const topic = resource('AWS::SNS::Topic', arn, { TopicName: 'alerts', DisplayName: 'Alerts' });
  const ofTopic = resource('AWS::SNS::TopicPolicy', 'x', {
    Topics: [arn],
    PolicyDocument: { Statement: statement },
  });

  it('name a policy of a topic that is widened, and its text', async () => {
    const everybody = { ...statement, Principal: '*' };

    expect(await differences(topic, sns({ DisplayName: 'Alerts' }))).to.deep.equal([]);
    expect(await differences(topic, sns({ DisplayName: 'x' }))).to.deep.equal([
      "DisplayName is 'x', expected 'Alerts'",
    ]);
    expect(await differences(ofTopic, sns({ Policy: document(everybody) }))).to.deep.equal([
      'PolicyDocument.Statement[AllowUs].Principal is {"AWS":["*"]}, expected nothing',
    ]);
  });

  it('are gone with the topic', async () => {
    const GetTopicAttributes = awsError('NotFoundException');

    expect(await differences(topic, { sns: { GetTopicAttributes } })).to.equal('gone');
    expect(await differences(ofTopic, { sns: { GetTopicAttributes } })).to.equal('gone');
  });

  const subscription = resource('AWS::SNS::Subscription', `${arn}:1`, {
    TopicArn: arn,
    Protocol: 'email',
    Endpoint: 'alerts@example.com',
  });
  const subscribed = (change: object) => ({
    sns: {
      GetSubscriptionAttributes: {
        Attributes: { TopicArn: arn, RawMessageDelivery: 'false', ...change },
      },
    },
  });

  it('name a filter that drops alerts, and an unsubscription', async () => {
    const GetSubscriptionAttributes = awsError('NotFoundException');

    expect(await differences(subscription, subscribed({}))).to.deep.equal([]);
    expect(
      await differences(subscription, subscribed({ FilterPolicy: '{"a":["never"]}' })),
    ).to.deep.equal(['FilterPolicy is {"a":["never"]}, expected nothing']);
    expect(await differences(subscription, { sns: { GetSubscriptionAttributes } })).to.equal(
      'gone',
    );
  });
});
