import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { readSignInNet } from '../../../coverage/checks/sign-in-net.ts';
import type { Account } from '../../../organization/types.ts';
import { type Answer, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const patterns = readYaml(
  path.join(import.meta.dirname, '../../../templates/sign-in-monitoring/net/patterns.yml'),
).value.Patterns as Record<string, string>;
const name = 'ofn-audit-trail-sign-ins';
const gone = awsError('ResourceNotFoundException');
const filter = {
  filterName: name,
  filterPattern: patterns.commandLine,
  destinationArn: `arn:aws:lambda:us-east-1:111111111111:function:${name}`,
};
const policyFor = (group: string) => ({
  Policy: JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logs.amazonaws.com' },
        Condition: {
          ArnLike: { 'AWS:SourceArn': `arn:aws:logs:us-east-1:111111111111:log-group:${group}:*` },
        },
      },
    ],
  }),
});

interface Answers {
  readonly filters?: Answer;
  readonly fn?: Answer;
  readonly policy?: Answer;
  readonly held?: string;
  readonly trailLogGroup?: string;
  /** The subscriptions of `trailAlarmTopic`, which is set then. */
  readonly subscriptions?: readonly object[];
}

async function read(answers: Answers) {
  const { filters = { subscriptionFilters: [filter] }, fn = { State: 'Active' } } = answers;
  const { policy = policyFor('ofn-audit-cloud-trail'), held = '0', trailLogGroup = '' } = answers;
  const { subscriptions } = answers;
  const trailAlarmTopic = subscriptions ? 'arn:aws:sns:us-east-1:111111111111:ours' : '';
  const cloudWatchLogs = fakeClient({ DescribeSubscriptionFilters: filters });
  const verdict = await readSignInNet({
    account: { ...(accounts[0] as Account), id: '111111111111' },
    region: 'us-east-1',
    accounts,
    settings: { ...settings, trailLogGroup, trailAlarmTopic },
    clients: fakeClients({
      cloudWatchLogs,
      lambda: fakeClient({ GetFunctionConfiguration: fn, GetPolicy: policy }),
      ...(subscriptions && {
        sns: fakeClient({ ListSubscriptionsByTopic: { Subscriptions: subscriptions } }),
      }),
      sqs: fakeClient({
        GetQueueUrl: { QueueUrl: 'url' },
        GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: held } },
      }),
    }),
  });
  return { verdict, asked: cloudWatchLogs.commands };
}

describe('sign-in-net check', () => {
  it('is on when filter, function, permission and queue are as deployed', async () => {
    const { verdict, asked } = await read({});

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(asked).to.deep.equal([
      ['DescribeSubscriptionFilters', { logGroupName: 'ofn-audit-cloud-trail' }],
    ]);
  });

  it('looks at the log group of another trail', async () => {
    const { verdict, asked } = await read({ trailLogGroup: 'trail', policy: policyFor('trail') });

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(asked).to.deep.equal([['DescribeSubscriptionFilters', { logGroupName: 'trail' }]]);
  });

  for (const [what, answers, reason] of [
    ['the log group is gone', { filters: gone }, 'there is no log group ofn-audit-cloud-trail'],
    [
      'the filter is gone',
      { filters: { subscriptionFilters: [] } },
      `ofn-audit-cloud-trail has no subscription filter ${name}`,
    ],
    [
      'the filter is narrowed',
      {
        filters: {
          subscriptionFilters: [{ ...filter, filterPattern: '{$.awsRegion="eu-west-1"}' }],
        },
      },
      `the filter ${name} has the pattern {$.awsRegion="eu-west-1"}, not one of the template`,
    ],
    [
      'the filter is redirected',
      { filters: { subscriptionFilters: [{ ...filter, destinationArn: 'arn:other' }] } },
      `the filter ${name} sends to arn:other, not to the function ${name}`,
    ],
    ['the function is gone', { fn: gone }, `there is no function ${name}`],
    ['the function is off', { fn: { State: 'Inactive' } }, `the function ${name} is Inactive`],
    [
      'its policy is gone',
      { policy: gone },
      `the function ${name} does not admit ofn-audit-cloud-trail`,
    ],
    [
      'its policy admits another log group',
      { policy: policyFor('other') },
      `the function ${name} does not admit ofn-audit-cloud-trail`,
    ],
    ['sign-ins have failed', { held: '2' }, `the queue ${name}-failures holds 2 events`],
  ] as const) {
    it(`is off when ${what}`, async () => {
      const { verdict } = await read(answers);

      expect(verdict).to.deep.equal({ actual: 'off', reason });
    });
  }

  it('is off while the topic of its alarms has no confirmed subscription', async () => {
    const pending = { SubscriptionArn: 'PendingConfirmation', Endpoint: 'alarms@example.com' };
    const confirmed = { SubscriptionArn: 'arn:aws:sns:us-east-1:111111111111:ours:1' };

    expect((await read({ subscriptions: [pending] })).verdict).to.deep.equal({
      actual: 'off',
      reason:
        'the topic ours has no confirmed subscription: follow the link that SNS sent to alarms@example.com',
    });
    expect((await read({ subscriptions: [] })).verdict).to.deep.equal({
      actual: 'off',
      reason: 'the topic ours has no subscription',
    });
    expect((await read({ subscriptions: [confirmed] })).verdict).to.deep.equal({ actual: 'on' });
  });
});
