import {
  DescribeConfigurationAggregatorsCommand,
  DescribeOrganizationConfigRulesCommand,
  DescribeOrganizationConformancePacksCommand,
  GetStoredQueryCommand,
  type OrganizationConfigRule,
  type OrganizationConformancePack,
} from '@aws-sdk/client-config-service';
import { collect } from '../../../lambda/paging.ts';
import type { Reader } from '../types.ts';
import { each, type Fields, fields, parsed, textOf, unless, without } from './each.ts';

/** False is the same as unset. */
const normalSource = (value: unknown): Fields => {
  const { RoleArn, AwsRegions, AllAwsRegions } = fields(value);
  return { RoleArn, AwsRegions, AllAwsRegions: String(AllAwsRegions) === 'true' || undefined };
};

const aggregator: Reader = {
  compared: {
    OrganizationAggregationSource: { normal: normalSource },
    AccountAggregationSources: { absent: [] },
  },
  skipped: { ConfigurationAggregatorName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const name = textOf(resource, 'ConfigurationAggregatorName') ?? resource.id;
    const found = await unless(['NoSuchConfigurationAggregatorException'], () =>
      clients.configService.send(
        new DescribeConfigurationAggregatorsCommand({ ConfigurationAggregatorNames: [name] }),
      ),
    );
    return found?.ConfigurationAggregators?.[0] as Fields | undefined;
  }),
};

const normalMetadata = (value: unknown): Fields => {
  const { Description: _, InputParameters, ...metadata } = fields(value);
  return { ...metadata, InputParameters: parsed(InputParameters) };
};

const rule: Reader = {
  compared: {
    OrganizationManagedRuleMetadata: { normal: normalMetadata },
    ExcludedAccounts: { absent: [] },
  },
  skipped: { OrganizationConfigRuleName: 'it is read by it' },
  read: async (resources, { clients }) => {
    const found = await collect<OrganizationConfigRule>(async (NextToken) => {
      const page = await clients.configService.send(
        new DescribeOrganizationConfigRulesCommand({ NextToken }),
      );
      return { items: page.OrganizationConfigRules, next: page.NextToken };
    });
    return resources.map(({ properties }) => {
      const name = properties['OrganizationConfigRuleName'];
      const one = found.find(
        ({ OrganizationConfigRuleName }) => OrganizationConfigRuleName === name,
      );
      const wanted = fields(properties['OrganizationManagedRuleMetadata']);
      const metadata = fields(one?.OrganizationManagedRuleMetadata);
      // Where it is not set, AWS has the one of the rule.
      const unset = 'MaximumExecutionFrequency' in wanted ? [] : ['MaximumExecutionFrequency'];
      return one && { ...one, OrganizationManagedRuleMetadata: without(metadata, unset) };
    });
  },
};

const pack: Reader = {
  compared: {
    DeliveryS3Bucket: {},
    DeliveryS3KeyPrefix: { absent: '' },
    ConformancePackInputParameters: { absent: [] },
    ExcludedAccounts: { absent: [] },
  },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePack.html
  skipped: {
    OrganizationConformancePackName: 'it is read by it',
    TemplateS3Uri: 'AWS Config does not return it',
  },
  read: async (resources, { clients }) => {
    const found = await collect<OrganizationConformancePack>(async (NextToken) => {
      const page = await clients.configService.send(
        new DescribeOrganizationConformancePacksCommand({ NextToken }),
      );
      return { items: page.OrganizationConformancePacks, next: page.NextToken };
    });
    return resources.map(({ properties }) => {
      const name = properties['OrganizationConformancePackName'];
      return found.find((one) => one.OrganizationConformancePackName === name) as
        | Fields
        | undefined;
    });
  },
};

const storedQuery: Reader = {
  compared: { QueryExpression: {} },
  skipped: { QueryName: 'it is read by it', QueryDescription: 'nothing depends on it' },
  read: each(async (resource, { clients }) => {
    const QueryName = textOf(resource, 'QueryName');
    const found = await unless(['ResourceNotFoundException'], () =>
      clients.configService.send(new GetStoredQueryCommand({ QueryName })),
    );
    return found?.StoredQuery && { QueryExpression: found.StoredQuery.Expression };
  }),
};

export const organizationConfigReaders: Readonly<Record<string, Reader>> = {
  'AWS::Config::ConfigurationAggregator': aggregator,
  'AWS::Config::OrganizationConfigRule': rule,
  'AWS::Config::OrganizationConformancePack': pack,
  'AWS::Config::StoredQuery': storedQuery,
};
