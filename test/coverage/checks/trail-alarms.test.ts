import { expect } from 'chai';
import { expectedMetrics, readTrailAlarms } from '../../../coverage/checks/trail-alarms.ts';
import type { Account } from '../../../organization/types.ts';
import { awsError, type FakeClient, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const namespace = 'ofn-audit/trail-alarms';
const filter = (metricName: string, metricNamespace = namespace) => ({
  metricTransformations: [{ metricName, metricNamespace, metricValue: '1' }],
});
const alarm = (MetricName: string, more: object = {}) => ({
  MetricName,
  Namespace: namespace,
  ActionsEnabled: true,
  AlarmActions: ['arn:aws:sns:us-east-1:111111111111:ofn-audit-trail-alarm-states'],
  ...more,
});
const topicArn = (name: string) => `arn:aws:sns:us-east-1:111111111111:${name}`;
const topics = ['ofn-audit-trail-alarms', 'ofn-audit-trail-alarm-states'];
/** The topics, with what they answer for the subscriptions of subscribers. */
const snsWith = (subscriptions: readonly object[]) =>
  fakeClient({
    ListTopics: { Topics: topics.map((name) => ({ TopicArn: topicArn(name) })) },
    ListSubscriptionsByTopic: ({ TopicArn }: { TopicArn: string }) => ({
      Subscriptions: TopicArn.endsWith('states')
        ? [{ SubscriptionArn: `${TopicArn}:1`, Protocol: 'lambda' }]
        : subscriptions,
    }),
  });
const confirmed = { SubscriptionArn: `${topicArn('ofn-audit-trail-alarms')}:2` };
const target = (
  cloudWatchLogs: FakeClient,
  cloudWatch: FakeClient,
  sns: FakeClient = snsWith([confirmed]),
) => ({
  account: accounts[0] as Account,
  region: 'us-east-1',
  accounts,
  settings,
  clients: fakeClients({ cloudWatchLogs, cloudWatch, sns }),
});
const all = expectedMetrics();
const [first = ''] = all;

/** Clients that answer with one page each. */
const answer = (metricFilters: unknown, MetricAlarms: unknown) =>
  target(
    fakeClient({ DescribeAccountPolicies: {}, DescribeMetricFilters: [{ metricFilters }] }),
    fakeClient({ DescribeAlarms: [{ MetricAlarms }] }),
  );

describe('trail-alarms check', () => {
  it('expects the fifteen of CIS, and the use of elevated roles', () => {
    expect(all).to.include.members(['RootUsage', 'OrganizationChanges', 'ElevatedRole']);
    expect(all.length).to.be.at.least(16);
  });

  it('is on when later pages have the last filter and alarm', async () => {
    const rest = all.slice(1);
    const logs = fakeClient({
      DescribeAccountPolicies: {},
      DescribeMetricFilters: [
        { metricFilters: rest.map((metric) => filter(metric)), nextToken: 'n' },
        { metricFilters: [filter(first)] },
      ],
    });
    const alarms = fakeClient({
      DescribeAlarms: [
        { MetricAlarms: rest.map((metric) => alarm(metric)), NextToken: 'n' },
        { MetricAlarms: [alarm(first)] },
      ],
    });

    const verdict = await readTrailAlarms(target(logs, alarms));

    expect(verdict).to.deep.equal({ actual: 'on' });
    expect(logs.commands[0]?.[1]).to.deep.include({ logGroupName: 'ofn-audit-cloud-trail' });
    expect(alarms.commands[1]?.[1]).to.deep.include({ NextToken: 'n' });
  });

  it('is off when a filter counts into another namespace', async () => {
    const filters = all.map((metric) => filter(metric, metric === first ? 'other' : namespace));

    const verdict = await readTrailAlarms(
      answer(
        filters,
        all.map((metric) => alarm(metric)),
      ),
    );

    expect(verdict).to.deep.equal({ actual: 'off', reason: `${first} has no filter` });
  });

  it('is off when a metric has no alarm', async () => {
    const filters = all.map((metric) => filter(metric));

    const verdict = await readTrailAlarms(
      answer(
        filters,
        all.slice(1).map((metric) => alarm(metric)),
      ),
    );

    expect(verdict).to.deep.equal({ actual: 'off', reason: `${first} has no alarm` });
  });

  it('is off when an alarm is muted, has no action, or notifies another topic', async () => {
    const filters = all.map((metric) => filter(metric));
    const elsewhere = { AlarmActions: [topicArn('ofn-audit-trail-alarms')] };
    for (const muted of [{ ActionsEnabled: false }, { AlarmActions: [] }, elsewhere]) {
      const alarms = all.map((metric) => alarm(metric, metric === first ? muted : {}));

      const verdict = await readTrailAlarms(answer(filters, alarms));

      expect(verdict).to.deep.equal({
        actual: 'off',
        reason: `the alarm of ${first} does not notify ofn-audit-trail-alarm-states`,
      });
    }
  });

  it('is off while no subscription is confirmed, and names those that are pending', async () => {
    const whole = (sns: FakeClient) =>
      target(
        fakeClient({
          DescribeAccountPolicies: {},
          DescribeMetricFilters: { metricFilters: all.map((one) => filter(one)) },
        }),
        fakeClient({ DescribeAlarms: { MetricAlarms: all.map((one) => alarm(one)) } }),
        sns,
      );
    const pending = { SubscriptionArn: 'PendingConfirmation', Endpoint: 'alarms@example.com' };

    const waits = await readTrailAlarms(whole(snsWith([pending])));
    const none = await readTrailAlarms(whole(snsWith([])));

    expect(waits).to.deep.equal({
      actual: 'off',
      reason:
        'the topic ofn-audit-trail-alarms has no confirmed subscription: follow the link that SNS sent to alarms@example.com',
    });
    expect(none).to.deep.equal({
      actual: 'off',
      reason: 'the topic ofn-audit-trail-alarms has no subscription',
    });
  });

  it('reads the log group of a trail that exists already, where one is set', async () => {
    const logs = fakeClient({
      DescribeAccountPolicies: {},
      DescribeMetricFilters: { metricFilters: [] },
    });
    const { settings: set, ...rest } = target(
      logs,
      fakeClient({ DescribeAlarms: { MetricAlarms: [] } }),
    );

    await readTrailAlarms({ ...rest, settings: { ...set, trailLogGroup: 'theirs' } });

    expect(logs.commands[0]?.[1]).to.deep.equal({ logGroupName: 'theirs' });
  });

  it('is off, not failed, when the log group is not there', async () => {
    const logs = fakeClient({
      DescribeAccountPolicies: {},
      DescribeMetricFilters: [awsError('ResourceNotFoundException', 'no such group')],
    });

    const verdict = await readTrailAlarms(
      target(logs, fakeClient({ DescribeAlarms: [{ MetricAlarms: [] }] })),
    );

    expect(verdict.actual).to.equal('off');
  });

  it('lets a denial through', async () => {
    const logs = fakeClient({
      DescribeAccountPolicies: {},
      DescribeMetricFilters: [awsError('AccessDenied', 'no')],
    });

    const failure = await readTrailAlarms(target(logs, fakeClient({}))).catch(
      (error: Error) => error,
    );

    expect(failure).to.have.property('name', 'AccessDenied');
  });

  it('names a policy of the account that applies to the log group, and no other', async () => {
    const verdict = async (policy: { policyType: string } & Record<string, string>) => {
      const logs = fakeClient({
        DescribeMetricFilters: { metricFilters: all.map((metric) => filter(metric)) },
        DescribeAccountPolicies: ({ policyType }: { policyType: string }) => ({
          accountPolicies: policyType === policy.policyType ? [policy] : [],
        }),
      });
      const alarms = { DescribeAlarms: { MetricAlarms: all.map((metric) => alarm(metric)) } };
      return readTrailAlarms(target(logs, fakeClient(alarms)));
    };
    const group = 'ofn-audit-cloud-trail';
    const retention = { policyName: 'short', policyType: 'RETENTION_POLICY' };
    const retroactive = '{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}';
    const later = '{"retentionInDays":30,"enforcementMode":"NEW_ONLY"}';
    const off = (name: string) => ({
      actual: 'off',
      reason: `the account's policy ${name} applies to ${group}: delete it, or except the log group`,
    });

    expect(await verdict({ ...retention, policyDocument: retroactive })).to.deep.equal(
      off('short (RETENTION_POLICY)'),
    );
    expect(await verdict({ ...retention, policyDocument: later })).to.deep.equal({ actual: 'on' });
    expect(
      await verdict({ policyName: 'mask', policyType: 'DATA_PROTECTION_POLICY' }),
    ).to.deep.equal(off('mask (DATA_PROTECTION_POLICY)'));
    for (const [policyType, selectionCriteria, applies] of [
      ['TRANSFORMER_POLICY', 'LogGroupNamePrefix IN ["ofn-audit"]', true],
      ['TRANSFORMER_POLICY', 'LogGroupNamePrefix IN ["/aws/lambda"]', false],
      ['SUBSCRIPTION_FILTER_POLICY', 'LogGroupName NOT IN ["other"]', true],
      ['SUBSCRIPTION_FILTER_POLICY', `LogGroupName NOT IN ["other", "${group}"]`, false],
    ] as const) {
      expect(await verdict({ policyName: 'x', policyType, selectionCriteria })).to.deep.equal(
        applies ? off(`x (${policyType})`) : { actual: 'on' },
      );
    }
  });

  it('knows no policies of a type that the region does not have', async () => {
    const logs = fakeClient({
      DescribeMetricFilters: { metricFilters: all.map((metric) => filter(metric)) },
      DescribeAccountPolicies: awsError('InvalidParameterException'),
    });
    const alarms = { DescribeAlarms: { MetricAlarms: all.map((metric) => alarm(metric)) } };

    expect(await readTrailAlarms(target(logs, fakeClient(alarms)))).to.deep.equal({
      actual: 'on',
    });
  });
});
