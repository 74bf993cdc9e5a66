import { expect } from 'chai';
import { readAlerts, readUndelivered } from '../../../coverage/checks/alerts.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const topic = { TopicArn: 'arn:aws:sns:us-east-1:222222222222:ofn-audit-alerts' };
const other = { TopicArn: 'arn:aws:sns:us-east-1:222222222222:other-ofn-audit-alerts' };
const confirmed = { SubscriptionArn: `${topic.TopicArn}:1`, Endpoint: 'team@example.com' };
const pending = { SubscriptionArn: 'PendingConfirmation', Endpoint: 'new@example.com' };
const target = (clients: Record<string, FakeClient>) => ({
  account: accounts[1] as Account,
  region: 'us-east-1',
  accounts,
  settings,
  clients: fakeClients(clients),
});
const alerts = (pages: Record<string, readonly unknown[]>) =>
  readAlerts(target({ sns: fakeClient(pages) }));
const withSubscriptions = (...Subscriptions: unknown[]) =>
  alerts({
    ListTopics: [{ Topics: [topic] }],
    ListSubscriptionsByTopic: [{ Subscriptions }],
  });

describe('alerts check', () => {
  it('finds topic and subscription on second pages', async () => {
    const sns = fakeClient({
      ListTopics: [{ Topics: [other], NextToken: 'two' }, { Topics: [topic] }],
      ListSubscriptionsByTopic: [
        { Subscriptions: [pending], NextToken: 'two' },
        { Subscriptions: [confirmed] },
      ],
    });

    expect(await readAlerts(target({ sns }))).to.deep.equal({ actual: 'on' });
    expect(sns.commands[2]?.[1]).to.deep.include(topic);
  });

  it('is off when no subscriber has confirmed, and names those who have not', async () => {
    expect(await withSubscriptions(pending)).to.deep.equal({
      actual: 'off',
      reason:
        'the topic ofn-audit-alerts has no confirmed subscription: follow the link that SNS sent to new@example.com',
    });
  });

  it("looks at the operator's topic, too", async () => {
    const alertTopic = 'arn:aws:sns:us-east-1:222222222222:on-call';
    const ofOperator = async (answer: unknown) => {
      const sns = fakeClient({
        ListTopics: { Topics: [topic] },
        ListSubscriptionsByTopic: ({ TopicArn }: { TopicArn: string }) =>
          TopicArn === alertTopic ? answer : { Subscriptions: [confirmed] },
      });
      return readAlerts({ ...target({ sns }), settings: { ...settings, alertTopic } });
    };

    expect(await ofOperator({ Subscriptions: [confirmed] })).to.deep.equal({ actual: 'on' });
    expect(await ofOperator({ Subscriptions: [] })).to.deep.equal({
      actual: 'off',
      reason: 'the topic on-call has no subscription',
    });
    expect(await ofOperator(awsError('NotFoundException'))).to.deep.equal({
      actual: 'off',
      reason: 'there is no topic on-call',
    });
  });

  it('is off when the topic has no subscriber', async () => {
    const reason = 'the topic ofn-audit-alerts has no subscription';
    const deleted = { ...confirmed, SubscriptionArn: 'Deleted' };

    expect(await withSubscriptions()).to.deep.equal({ actual: 'off', reason });
    expect(await withSubscriptions(deleted)).to.deep.equal({ actual: 'off', reason });
  });

  it('is off when there is no topic, but one whose name ends like it', async () => {
    expect(await alerts({ ListTopics: [{ Topics: [other] }] })).to.deep.equal({
      actual: 'off',
      reason: 'there is no topic ofn-audit-alerts',
    });
  });
});

const bus = 'arn:aws:events:us-east-1:222222222222:event-bus/ofn-audit-alerts';
const complete = {
  sqs: {
    GetQueueUrl: [{ QueueUrl: 'https://queue' }],
    GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: '0' } }],
  },
  cloudWatch: { DescribeAlarms: [{ MetricAlarms: [{}] }] },
  eventBridge: {
    DescribeRule: [{ State: 'ENABLED' }],
    ListTargetsByRule: [{ Targets: [{ Id: 'Bus', Arn: bus }] }],
  },
};
const undelivered = (changed: Partial<Record<keyof typeof complete, object>>) => {
  const pages = { ...complete, ...changed } as Record<string, Record<string, readonly unknown[]>>;
  const clients = Object.entries(pages).map(([name, answers]) => [name, fakeClient(answers)]);
  return readUndelivered(target(Object.fromEntries(clients)));
};

describe('undelivered check', () => {
  it('is on when the queue is empty, and its alarm notifies the topic', async () => {
    expect(await undelivered({})).to.deep.equal({ actual: 'on' });
  });

  it('counts the events of the queue, those in flight among them', async () => {
    const Attributes = {
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
    };
    const sqs = { ...complete.sqs, GetQueueAttributes: [{ Attributes }] };

    expect(await undelivered({ sqs })).to.deep.equal({
      actual: 'off',
      reason: 'the queue ofn-audit-undelivered holds 3 events',
    });
  });

  for (const name of ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']) {
    it(`is off when there is no queue (${name})`, async () => {
      const sqs = { GetQueueUrl: [awsError(name, 'not there')] };

      expect(await undelivered({ sqs })).to.deep.equal({
        actual: 'off',
        reason: 'there is no queue ofn-audit-undelivered',
      });
    });
  }

  it('names all that lacks', async () => {
    const found = await undelivered({
      cloudWatch: { DescribeAlarms: [{}] },
      eventBridge: { DescribeRule: [{ State: 'DISABLED' }] },
    });

    expect(found).to.deep.equal({
      actual: 'off',
      reason: 'there is no alarm ofn-audit-undelivered; the rule ofn-audit-undelivered is DISABLED',
    });
  });

  it('lets a denial through', async () => {
    const sqs = { GetQueueUrl: [awsError('AccessDenied', 'no')] };

    const failure = await undelivered({ sqs }).catch((error: Error) => error);

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
