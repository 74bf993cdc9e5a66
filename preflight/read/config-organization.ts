import {
  type ConfigurationAggregator,
  DescribeConfigurationAggregatorsCommand,
  DescribeOrganizationConfigRulesCommand,
  DescribeOrganizationConformancePacksCommand,
  type OrganizationConfigRule,
  type OrganizationConformancePack,
} from '@aws-sdk/client-config-service';
import type { AggregatorSnapshot, PlaceSnapshot } from 'ofn-rehearse';
import { collect } from '../../lambda/paging.ts';
import { given } from './fields.ts';
import { isCentral, type Place } from './work.ts';

/** What AWS Config has of an organization: in the accounts that may have it, or nothing. */

export async function readAggregators(place: Place): Promise<AggregatorSnapshot[]> {
  if (!isCentral(place)) {
    return [];
  }
  const found = await collect<ConfigurationAggregator>(async (NextToken) => {
    const page = await place.clients.configService.send(
      new DescribeConfigurationAggregatorsCommand({ NextToken }),
    );
    return { items: page.ConfigurationAggregators, next: page.NextToken };
  });
  return found.map(
    ({ ConfigurationAggregatorName = '', CreatedBy, OrganizationAggregationSource: source }) => ({
      ConfigurationAggregatorName,
      ...given({ CreatedBy, organizationRoleArn: source?.RoleArn }),
      ...(source && { allRegions: source.AllAwsRegions ?? false }),
    }),
  );
}

// Only the management account and delegated administrators may ask for these.
// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeOrganizationConfigRules.html
const mayAsk = ({ central, accountId }: Place): boolean => central.has(accountId);

export async function readOrganizationConfigRules(
  place: Place,
): Promise<PlaceSnapshot['organizationConfigRules']> {
  if (!mayAsk(place)) {
    return [];
  }
  const found = await collect<OrganizationConfigRule>(async (NextToken) => {
    const page = await place.clients.configService.send(
      new DescribeOrganizationConfigRulesCommand({ NextToken }),
    );
    return { items: page.OrganizationConfigRules, next: page.NextToken };
  });
  return found.map(({ OrganizationConfigRuleName = '' }) => ({ OrganizationConfigRuleName }));
}

export async function readOrganizationConformancePacks(
  place: Place,
): Promise<PlaceSnapshot['organizationConformancePacks']> {
  if (!mayAsk(place)) {
    return [];
  }
  const found = await collect<OrganizationConformancePack>(async (NextToken) => {
    const page = await place.clients.configService.send(
      new DescribeOrganizationConformancePacksCommand({ NextToken }),
    );
    return { items: page.OrganizationConformancePacks, next: page.NextToken };
  });
  return found.map(({ OrganizationConformancePackName = '' }) => ({
    OrganizationConformancePackName,
  }));
}
