import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

describe('values of the aggregator', () => {
  const aggregator = resource('AWS::Config::ConfigurationAggregator', 'audit', {
    ConfigurationAggregatorName: 'audit',
    OrganizationAggregationSource: { RoleArn: 'role', AwsRegions: ['us-east-1', 'eu-west-1'] },
  });
  const config = (change: object = {}) => ({
    configService: {
      DescribeConfigurationAggregators: {
        ConfigurationAggregators: [
          {
            OrganizationAggregationSource: {
              ...{ RoleArn: 'role', AwsRegions: ['eu-west-1', 'us-east-1'], AllAwsRegions: false },
              ...change,
            },
          },
        ],
      },
    },
  });

  it('name a role and regions that are not ours', async () => {
    expect(await differences(aggregator, config())).to.deep.equal([]);
    expect(
      await differences(aggregator, config({ RoleArn: 'x', AwsRegions: ['us-east-1'] })),
    ).to.deep.equal([
      "OrganizationAggregationSource.AwsRegions lacks 'eu-west-1'",
      "OrganizationAggregationSource.RoleArn is 'x', expected 'role'",
    ]);
  });

  it('are gone with the aggregator', async () => {
    const DescribeConfigurationAggregators = awsError('NoSuchConfigurationAggregatorException');

    expect(
      await differences(aggregator, { configService: { DescribeConfigurationAggregators } }),
    ).to.equal('gone');
  });
});

describe('values of organization rules', () => {
  const wanted = resource('AWS::Config::OrganizationConfigRule', 'r', {
    OrganizationConfigRuleName: 'audit-keys',
    OrganizationManagedRuleMetadata: {
      RuleIdentifier: 'ACCESS_KEYS_ROTATED',
      Description: 'No access key is older than 90 days',
      InputParameters: '{ "maxAccessKeyAge": "90" }',
    },
    ExcludedAccounts: ['444444444444'],
  });
  const rule = (metadata: object = {}, change: object = {}) => ({
    configService: {
      DescribeOrganizationConfigRules: [
        { OrganizationConfigRules: [], NextToken: 'two' },
        {
          OrganizationConfigRules: [
            {
              OrganizationConfigRuleName: 'audit-keys',
              ExcludedAccounts: ['444444444444'],
              OrganizationManagedRuleMetadata: {
                RuleIdentifier: 'ACCESS_KEYS_ROTATED',
                InputParameters: '{"maxAccessKeyAge":"90"}',
                MaximumExecutionFrequency: 'TwentyFour_Hours',
                ...metadata,
              },
              ...change,
            },
          ],
        },
      ],
    },
  });

  it('name a rule that judges otherwise, fewer resources, or fewer accounts', async () => {
    const ExcludedAccounts = ['444444444444', '555555555555'];

    expect(await differences(wanted, rule())).to.deep.equal([]);
    expect(
      await differences(wanted, rule({ InputParameters: '{"maxAccessKeyAge":"900"}' })),
    ).to.deep.equal([
      "OrganizationManagedRuleMetadata.InputParameters.maxAccessKeyAge is '900', expected '90'",
    ]);
    expect(await differences(wanted, rule({ ResourceIdScope: 'x' }))).to.deep.equal([
      "OrganizationManagedRuleMetadata.ResourceIdScope is 'x', expected nothing",
    ]);
    expect(await differences(wanted, rule({}, { ExcludedAccounts }))).to.deep.equal([
      "ExcludedAccounts has '555555555555', which is not ours",
    ]);
    expect(await differences(wanted, rule({}, { OrganizationConfigRuleName: 'another' }))).to.equal(
      'gone',
    );
  });

  it('name another frequency where the template sets one', async () => {
    const metadata = { RuleIdentifier: 'X', MaximumExecutionFrequency: 'One_Hour' };
    const periodic = resource('AWS::Config::OrganizationConfigRule', 'r', {
      OrganizationConfigRuleName: 'audit-keys',
      OrganizationManagedRuleMetadata: metadata,
      ExcludedAccounts: ['444444444444'],
    });
    const found = rule({ RuleIdentifier: 'X', InputParameters: '{}' });

    expect(await differences(periodic, found)).to.deep.equal([
      "OrganizationManagedRuleMetadata.MaximumExecutionFrequency is 'TwentyFour_Hours', expected 'One_Hour'",
    ]);
  });
});

describe('values of organization conformance packs', () => {
  const wanted = resource('AWS::Config::OrganizationConformancePack', 'p', {
    OrganizationConformancePackName: 'audit-cis',
    DeliveryS3Bucket: 'ours',
    ConformancePackInputParameters: [{ ParameterName: 'age', ParameterValue: '90' }],
  });
  const pack = (change: object = {}) => ({
    configService: {
      DescribeOrganizationConformancePacks: {
        OrganizationConformancePacks: [
          {
            OrganizationConformancePackName: 'audit-cis',
            ...{ DeliveryS3Bucket: 'ours', DeliveryS3KeyPrefix: '', ExcludedAccounts: [] },
            ConformancePackInputParameters: [{ ParameterName: 'age', ParameterValue: '90' }],
            ...change,
          },
        ],
      },
    },
  });

  it('name a bucket, parameters and excluded accounts that are not ours', async () => {
    const ConformancePackInputParameters = [{ ParameterName: 'age', ParameterValue: '9' }];

    expect(await differences(wanted, pack())).to.deep.equal([]);
    expect(await differences(wanted, pack({ DeliveryS3Bucket: 'x' }))).to.deep.equal([
      "DeliveryS3Bucket is 'x', expected 'ours'",
    ]);
    expect(await differences(wanted, pack({ ConformancePackInputParameters }))).to.deep.equal([
      "ConformancePackInputParameters.ParameterValue is '9', expected '90'",
    ]);
    expect(await differences(wanted, pack({ ExcludedAccounts: ['444444444444'] }))).to.deep.equal([
      "ExcludedAccounts has '444444444444', which is not ours",
    ]);
    expect(
      await differences(wanted, pack({ OrganizationConformancePackName: 'another' })),
    ).to.equal('gone');
  });
});

describe('values of stored queries', () => {
  const wanted = resource('AWS::Config::StoredQuery', 'q', {
    QueryName: 'audit-resources',
    QueryExpression: 'SELECT resourceType',
  });

  it('name a query that selects something else, and one that is gone', async () => {
    const query = (GetStoredQuery: object) => ({ configService: { GetStoredQuery } });
    const StoredQuery = { QueryName: 'audit-resources', Expression: 'SELECT 1' };

    expect(await differences(wanted, query({ StoredQuery }))).to.deep.equal([
      "QueryExpression is 'SELECT 1', expected 'SELECT resourceType'",
    ]);
    expect(await differences(wanted, query(awsError('ResourceNotFoundException')))).to.equal(
      'gone',
    );
  });
});
