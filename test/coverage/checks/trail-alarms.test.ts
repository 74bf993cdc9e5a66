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
  AlarmActions: ['arn:aws:sns:us-east-1:111111111111:ofn-audit-trail-alarms'],
  ...more,
});
const target = (cloudWatchLogs: FakeClient, cloudWatch: FakeClient) => ({
  account: accounts[0] as Account,
  region: 'us-east-1',
  accounts,
  settings,
  clients: fakeClients({ cloudWatchLogs, cloudWatch }),
});
const all = expectedMetrics();
const [first = ''] = all;

/** Clients that answer with one page each. */
const answer = (metricFilters: unknown, MetricAlarms: unknown) =>
  target(
    fakeClient({ DescribeMetricFilters: [{ metricFilters }] }),
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

  it('is off when an alarm is muted, or has no action', async () => {
    const filters = all.map((metric) => filter(metric));
    for (const muted of [{ ActionsEnabled: false }, { AlarmActions: [] }]) {
      const alarms = all.map((metric) => alarm(metric, metric === first ? muted : {}));

      const verdict = await readTrailAlarms(answer(filters, alarms));

      expect(verdict).to.deep.equal({
        actual: 'off',
        reason: `the alarm of ${first} has no action`,
      });
    }
  });

  it('is off, not failed, when the log group is not there', async () => {
    const logs = fakeClient({
      DescribeMetricFilters: [awsError('ResourceNotFoundException', 'no such group')],
    });

    const verdict = await readTrailAlarms(
      target(logs, fakeClient({ DescribeAlarms: [{ MetricAlarms: [] }] })),
    );

    expect(verdict.actual).to.equal('off');
  });

  it('lets a denial through', async () => {
    const logs = fakeClient({ DescribeMetricFilters: [awsError('AccessDenied', 'no')] });

    const failure = await readTrailAlarms(target(logs, fakeClient({}))).catch(
      (error: Error) => error,
    );

    expect(failure).to.have.property('name', 'AccessDenied');
  });
});
