import { expect } from 'chai';
import { readFlowLogs } from '../../../coverage/checks/flow-logs.ts';
import { DEFAULT_FORMAT, LOG_FORMAT } from '../../../handlers/flow-logs/log-format.ts';
import type { Account } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const target = (pages: Record<string, readonly unknown[]>) => ({
  account: accounts[3] as Account,
  region: 'eu-west-1',
  accounts,
  settings,
  clients: fakeClients({ ec2: fakeClient(pages) }),
});

const vpc = (VpcId: string, OwnerId = '444444444444') => ({ VpcId, OwnerId });
const toBucket = (ResourceId: string) => ({
  FlowLogId: `fl-${ResourceId}`,
  ResourceId,
  LogDestinationType: 's3',
  LogDestination: 'arn:aws:s3:::ofn-audit-flow-logs-333333333333',
  LogFormat: LOG_FORMAT,
  DestinationOptions: {
    FileFormat: 'parquet',
    HiveCompatiblePartitions: true,
    PerHourPartition: true,
  },
  TrafficType: 'ALL',
  MaxAggregationInterval: 600,
  FlowLogStatus: 'ACTIVE',
});
const toGroup = (ResourceId: string) => ({
  FlowLogId: `fl-${ResourceId}`,
  ResourceId,
  LogDestinationType: 'cloud-watch-logs',
  LogGroupName: 'ofn-audit-flow-logs',
  LogFormat: DEFAULT_FORMAT,
  TrafficType: 'ALL',
  MaxAggregationInterval: 600,
  FlowLogStatus: 'ACTIVE',
  DeliverLogsStatus: 'SUCCESS',
});

describe('flow log checks', () => {
  it('finds every VPC covered, on second pages too', async () => {
    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a')], NextToken: 'two' }, { Vpcs: [vpc('b')] }],
        DescribeFlowLogs: [
          { FlowLogs: [toBucket('a'), toGroup('a')], NextToken: 'two' },
          { FlowLogs: [toBucket('b'), toGroup('b')] },
        ],
      }),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('names a flow log with fewer fields, other files or other folders', async () => {
    const inBucket = async (change: object) => {
      const FlowLogs = [{ ...toBucket('a'), ...change }, toGroup('a')];
      return readFlowLogs(
        target({ DescribeVpcs: [{ Vpcs: [vpc('a')] }], DescribeFlowLogs: [{ FlowLogs }] }),
      );
    };
    const reason = "a has a flow log fl-a of another format, which queries can't read, to s3";
    const { DestinationOptions } = toBucket('a');

    for (const change of [
      { LogFormat: '${version} ${action}' },
      { DestinationOptions: { ...DestinationOptions, FileFormat: 'plain-text' } },
      { DestinationOptions: { ...DestinationOptions, PerHourPartition: false } },
    ]) {
      expect(await inBucket(change)).to.deep.equal({ actual: 'off', reason });
    }
  });

  it('names a flow log of the log group with fewer fields', async () => {
    const FlowLogs = [toBucket('a'), { ...toGroup('a'), LogFormat: '${version} ${action}' }];

    const verdict = await readFlowLogs(
      target({ DescribeVpcs: [{ Vpcs: [vpc('a')] }], DescribeFlowLogs: [{ FlowLogs }] }),
    );

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason:
        "a has a flow log fl-a of another format, which queries can't read, to cloud-watch-logs",
    });
  });

  it('names the VPC and the destination that lack', async () => {
    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a')] }],
        DescribeFlowLogs: [{ FlowLogs: [toBucket('a')] }],
      }),
    );

    const reason = 'a has no flow log to cloud-watch-logs';
    expect(verdict).to.deep.equal({ actual: 'off', reason });
  });

  it('names a flow log that records less than it should', async () => {
    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a')] }],
        DescribeFlowLogs: [
          { FlowLogs: [{ ...toBucket('a'), TrafficType: 'REJECT' }, toGroup('a')] },
        ],
      }),
    );

    const reason = 'a has a flow log of REJECT traffic, expected ALL, to s3';
    expect(verdict).to.deep.equal({ actual: 'off', reason });
  });

  it('names a flow log of another interval', async () => {
    const FlowLogs = [{ ...toBucket('a'), MaxAggregationInterval: 60 }, toGroup('a')];

    const verdict = await readFlowLogs(
      target({ DescribeVpcs: [{ Vpcs: [vpc('a')] }], DescribeFlowLogs: [{ FlowLogs }] }),
    );

    const reason = 'a has a flow log of 60 seconds, expected 600, to s3';
    expect(verdict).to.deep.equal({ actual: 'off', reason });
  });

  it('finds a flow log to another bucket off', async () => {
    const other = { ...toBucket('a'), LogDestination: 'arn:aws:s3:::elsewhere' };

    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a')] }],
        DescribeFlowLogs: [{ FlowLogs: [other, toGroup('a')] }],
      }),
    );

    expect(verdict).to.deep.equal({ actual: 'off', reason: 'a has no flow log to s3' });
  });

  it('finds one that fails to deliver off', async () => {
    const failing = {
      ...toGroup('a'),
      DeliverLogsStatus: 'FAILED',
      DeliverLogsErrorMessage: 'Access error',
    };

    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a')] }],
        DescribeFlowLogs: [{ FlowLogs: [toBucket('a'), failing] }],
      }),
    );

    const reason = 'a has a flow log fl-a that fails (Access error) to cloud-watch-logs';
    expect(verdict).to.deep.equal({ actual: 'off', reason });
  });

  it('does not look at a VPC that another account shares', async () => {
    const verdict = await readFlowLogs(
      target({ DescribeVpcs: [{ Vpcs: [vpc('a', '555555555555')] }] }),
    );

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  it('names three of many', async () => {
    const verdict = await readFlowLogs(
      target({
        DescribeVpcs: [{ Vpcs: [vpc('a'), vpc('b')] }],
        DescribeFlowLogs: [{ FlowLogs: [] }],
      }),
    );

    expect(verdict.reason).to.match(/^a has no flow log to s3, .* and 1 more$/);
  });
});
