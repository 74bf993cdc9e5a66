import { expect } from 'chai';
import { readAggregator } from '../../../coverage/checks/config-aggregator.ts';
import type { Account, Settings } from '../../../organization/types.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const organization = (source: object) => ({
  ConfigurationAggregators: [
    {
      ConfigurationAggregatorName: 'ofn-audit-organization',
      OrganizationAggregationSource: source,
    },
  ],
});
const governed = organization({ AwsRegions: ['us-east-1', 'eu-west-1'] });
const fine = [{ AggregatedSourceStatusList: [] }];

const read = (
  found: unknown,
  sources: readonly unknown[] = fine,
  change: Partial<Settings> = {},
) => {
  const configService = fakeClient({
    DescribeConfigurationAggregators: [found],
    DescribeConfigurationAggregatorSourcesStatus: sources,
  });
  const target = {
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts: accounts.map((one) =>
      one.id === '444444444444' ? { ...one, state: 'SUSPENDED' } : one,
    ),
    settings: { ...settings, ...change },
    clients: fakeClients({ configService }),
  };

  return { verdict: readAggregator(target), sent: configService.commands };
};

const source = (SourceId: string) => ({
  SourceId,
  SourceType: 'ACCOUNT',
  AwsRegion: 'eu-west-1',
  LastUpdateStatus: 'FAILED',
  LastErrorCode: 'AccessDenied',
});

const off = (reason: string) => ({
  actual: 'off',
  reason: `the aggregator ofn-audit-organization ${reason}`,
});

describe('config aggregator check', () => {
  it('finds an aggregator on that covers the governed regions, or all', async () => {
    const all = organization({ AllAwsRegions: true });

    expect(await read(governed).verdict).to.deep.equal({ actual: 'on' });
    expect(await read(all).verdict).to.deep.equal({ actual: 'on' });
  });

  it('says that there is none', async () => {
    const gone = awsError('NoSuchConfigurationAggregatorException', 'no');

    expect(await read(gone).verdict).to.deep.equal({
      actual: 'off',
      reason: 'there is no aggregator ofn-audit-organization',
    });
  });

  it('names a governed region that it does not cover', async () => {
    const one = organization({ AwsRegions: ['us-east-1'] });

    expect(await read(one).verdict).to.deep.equal(off('does not cover eu-west-1'));
  });

  it('wants all regions where all are set', async () => {
    const { verdict } = read(governed, fine, { configAggregatorRegions: 'all' });

    expect(await verdict).to.deep.equal(off('does not cover all regions'));
  });

  it('finds one of single accounts off', async () => {
    const accounts = { ConfigurationAggregators: [{ AccountAggregationSources: [] }] };

    expect(await read(accounts).verdict).to.deep.equal(off('does not cover the organization'));
  });

  it('names a source that fails, on the second page too', async () => {
    const { verdict, sent } = read(governed, [
      { AggregatedSourceStatusList: [], NextToken: 'two' },
      { AggregatedSourceStatusList: [source('111111111111')] },
    ]);

    expect(await verdict).to.deep.equal(off('fails for 111111111111 eu-west-1 (AccessDenied)'));
    expect(sent[2]?.[1]).to.include({ NextToken: 'two' });
  });

  it('does not mind a suspended account', async () => {
    const { verdict } = read(governed, [{ AggregatedSourceStatusList: [source('444444444444')] }]);

    expect(await verdict).to.deep.equal({ actual: 'on' });
  });

  it('passes on other errors', async () => {
    const outcome = await read(awsError('ThrottlingException', 'slow')).verdict.catch(String);

    expect(outcome).to.equal('ThrottlingException: slow');
  });
});
