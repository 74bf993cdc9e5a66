import {
  type ConfigRule,
  type ConformancePackDetail,
  DescribeConfigRulesCommand,
  DescribeConformancePacksCommand,
} from '@aws-sdk/client-config-service';
import type { PlaceSnapshot } from 'ofn-rehearse';
import { collect } from '../../lambda/paging.ts';
import { given } from './fields.ts';
import type { Place } from './work.ts';

/** The rules of a place, with the service of those that are linked to one: all count for the quota. */
export async function readConfigRules({ clients }: Place): Promise<PlaceSnapshot['configRules']> {
  const found = await collect<ConfigRule>(async (NextToken) => {
    const page = await clients.configService.send(new DescribeConfigRulesCommand({ NextToken }));
    return { items: page.ConfigRules, next: page.NextToken };
  });
  return found.map(({ ConfigRuleName = '', CreatedBy }) => ({
    ConfigRuleName,
    ...given({ CreatedBy }),
  }));
}

export async function readConformancePacks({
  clients,
}: Place): Promise<PlaceSnapshot['conformancePacks']> {
  const found = await collect<ConformancePackDetail>(async (NextToken) => {
    const page = await clients.configService.send(
      new DescribeConformancePacksCommand({ NextToken }),
    );
    return { items: page.ConformancePackDetails, next: page.NextToken };
  });
  return found.map(({ ConformancePackName = '', CreatedBy }) => ({
    ConformancePackName,
    ...given({ CreatedBy }),
  }));
}
