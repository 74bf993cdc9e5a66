import {
  type AggregatedSourceStatus,
  type ConfigurationAggregator,
  DescribeConfigurationAggregatorSourcesStatusCommand,
  DescribeConfigurationAggregatorsCommand,
} from '@aws-sdk/client-config-service';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { isActive } from '../../organization/accounts.ts';
import type { Settings } from '../../organization/types.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const configAggregatorRow: Row = {
  service: 'config-aggregator',
  capability: 'config-aggregator',
  title: 'The aggregator of AWS Config covers the organization, and no source fails',
  onWhen:
    'the aggregator covers the organization and the governed regions, or all; no source of an active account fails',
  repair: orOfStack('repair `config-recorder` of a source that fails'),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readAggregator,
};

/** Sources that a reason names before it only counts them. */
const namedAtMost = 5;

/** On when the aggregator covers the organization and its regions, and no source fails. */
export async function readAggregator(target: Target<'configService'>): Promise<Verdict> {
  const name = `${target.settings.resourcePrefix}-organization`;
  const aggregator = await findAggregator(target, name);
  if (aggregator === undefined) {
    return { actual: 'off', reason: `there is no aggregator ${name}` };
  }
  const reason =
    whatLacks(aggregator, target.settings) ?? whatFails(await failedSources(target, name), target);
  return reason === undefined
    ? { actual: 'on' }
    : { actual: 'off', reason: `the aggregator ${name} ${reason}` };
}

async function findAggregator(
  { clients }: Target<'configService'>,
  name: string,
): Promise<ConfigurationAggregator | undefined> {
  try {
    const { ConfigurationAggregators = [] } = await clients.configService.send(
      new DescribeConfigurationAggregatorsCommand({ ConfigurationAggregatorNames: [name] }),
    );
    return ConfigurationAggregators[0];
  } catch (error) {
    if (isNamed(error, 'NoSuchConfigurationAggregatorException')) {
      return undefined;
    }
    throw error;
  }
}

function whatLacks(
  { OrganizationAggregationSource: source }: ConfigurationAggregator,
  { configAggregatorRegions, governedRegions }: Settings,
): string | undefined {
  if (source === undefined) {
    return 'does not cover the organization';
  }
  if (source.AllAwsRegions === true) {
    return undefined;
  }
  if (configAggregatorRegions === 'all') {
    return 'does not cover all regions';
  }
  const missing = governedRegions.filter((region) => !source.AwsRegions?.includes(region));
  return missing.length === 0 ? undefined : `does not cover ${missing.join(', ')}`;
}

function failedSources(
  { clients }: Target<'configService'>,
  ConfigurationAggregatorName: string,
): Promise<AggregatedSourceStatus[]> {
  return collect(async (NextToken) => {
    const page = await clients.configService.send(
      new DescribeConfigurationAggregatorSourcesStatusCommand({
        ConfigurationAggregatorName,
        UpdateStatus: ['FAILED'],
        NextToken,
      }),
    );
    return { items: page.AggregatedSourceStatusList, next: page.NextToken };
  });
}

/** A failure in an account that is not active is not a hole, as in every other row. */
function whatFails(
  sources: readonly AggregatedSourceStatus[],
  { accounts }: Pick<Target, 'accounts'>,
): string | undefined {
  const inactive = new Set(accounts.filter((one) => !isActive(one)).map(({ id }) => id));
  const failing = sources
    .filter(({ SourceId = '' }) => !inactive.has(SourceId))
    .map(({ SourceId, AwsRegion, LastErrorCode }) =>
      [SourceId, AwsRegion, LastErrorCode && `(${LastErrorCode})`].filter(Boolean).join(' '),
    );
  const more = failing.length > namedAtMost ? ` and ${failing.length - namedAtMost} more` : '';
  return failing.length === 0
    ? undefined
    : `fails for ${failing.slice(0, namedAtMost).join(', ')}${more}`;
}
