import { expect } from 'chai';
import {
  readAggregators,
  readOrganizationConfigRules,
  readOrganizationConformancePacks,
} from '../../../preflight/read/config-organization.ts';
import { readDeliveryChannels, readRecorders } from '../../../preflight/read/config-recorder.ts';
import { readConfigRules, readConformancePacks } from '../../../preflight/read/config-rules.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { placeOf } from './place.ts';

describe('AWS Config in a snapshot', () => {
  it('has the recorders, and whether each records', async () => {
    const recordingGroup = { allSupported: true };
    const configService = fakeClient({
      DescribeConfigurationRecorders: {
        ConfigurationRecorders: [
          { name: 'default', roleARN: 'role', recordingGroup },
          { name: 'other', roleARN: 'linked', servicePrincipal: 'securityhub.amazonaws.com' },
        ],
      },
      DescribeConfigurationRecorderStatus: {
        ConfigurationRecordersStatus: [
          { name: 'default', recording: true },
          { name: 'other', recording: false },
        ],
      },
    });

    expect(await readRecorders(placeOf({ configService }))).to.deep.equal([
      {
        name: 'default',
        roleARN: 'role',
        recordingGroup: JSON.stringify(recordingGroup),
        recording: true,
      },
      {
        name: 'other',
        roleARN: 'linked',
        servicePrincipal: 'securityhub.amazonaws.com',
        recording: false,
      },
    ]);
  });

  it('is asked no second question where it has no recorder', async () => {
    const configService = fakeClient({
      DescribeConfigurationRecorders: { ConfigurationRecorders: [] },
    });

    expect(await readRecorders(placeOf({ configService }))).to.deep.equal([]);
  });

  it('has the delivery channels with their frequency', async () => {
    const configService = fakeClient({
      DescribeDeliveryChannels: {
        DeliveryChannels: [
          {
            name: 'default',
            s3BucketName: 'bucket',
            configSnapshotDeliveryProperties: { deliveryFrequency: 'One_Hour' },
          },
        ],
      },
    });

    expect(await readDeliveryChannels(placeOf({ configService }))).to.deep.equal([
      { name: 'default', s3BucketName: 'bucket', deliveryFrequency: 'One_Hour' },
    ]);
  });

  it('has rules and packs of every page, with the service that they are linked to', async () => {
    const configService = fakeClient({
      DescribeConfigRules: [
        { ConfigRules: [{ ConfigRuleName: 'mine' }], NextToken: 'more' },
        { ConfigRules: [{ ConfigRuleName: 'theirs', CreatedBy: 'securityhub.amazonaws.com' }] },
      ],
      DescribeConformancePacks: {
        ConformancePackDetails: [{ ConformancePackName: 'pack', CreatedBy: 'config' }],
      },
    });
    const place = placeOf({ configService });

    expect(await readConfigRules(place)).to.deep.equal([
      { ConfigRuleName: 'mine' },
      { ConfigRuleName: 'theirs', CreatedBy: 'securityhub.amazonaws.com' },
    ]);
    expect(await readConformancePacks(place)).to.deep.equal([
      { ConformancePackName: 'pack', CreatedBy: 'config' },
    ]);
  });

  const ofOrganization = () =>
    fakeClient({
      DescribeConfigurationAggregators: {
        ConfigurationAggregators: [
          { ConfigurationAggregatorName: 'accounts', CreatedBy: 'securityhub.amazonaws.com' },
          {
            ConfigurationAggregatorName: 'organization',
            OrganizationAggregationSource: { RoleArn: 'role', AllAwsRegions: true },
          },
        ],
      },
      DescribeOrganizationConfigRules: {
        OrganizationConfigRules: [{ OrganizationConfigRuleName: 'rule' }],
      },
      DescribeOrganizationConformancePacks: {
        OrganizationConformancePacks: [{ OrganizationConformancePackName: 'pack' }],
      },
    });

  it('has what is of the organization, in an account that administers', async () => {
    const place = placeOf({ configService: ofOrganization() }, { accountId: '222222222222' });

    expect(await readAggregators(place)).to.deep.equal([
      { ConfigurationAggregatorName: 'accounts', CreatedBy: 'securityhub.amazonaws.com' },
      {
        ConfigurationAggregatorName: 'organization',
        organizationRoleArn: 'role',
        allRegions: true,
      },
    ]);
    expect(await readOrganizationConfigRules(place)).to.deep.equal([
      { OrganizationConfigRuleName: 'rule' },
    ]);
    expect(await readOrganizationConformancePacks(place)).to.deep.equal([
      { OrganizationConformancePackName: 'pack' },
    ]);
  });

  it('is not asked about the organization in a member account', async () => {
    const configService = ofOrganization();
    const place = placeOf({ configService });

    await readAggregators(place);
    await readOrganizationConfigRules(place);
    await readOrganizationConformancePacks(place);

    expect(configService.commands).to.deep.equal([]);
  });

  it('is asked by a file for aggregators everywhere, and in members for nothing that they may not ask', async () => {
    const configService = ofOrganization();
    const place = placeOf({ configService }, { detail: 'file' });

    await readAggregators(place);
    await readOrganizationConfigRules(place);
    await readOrganizationConformancePacks(place);

    expect(configService.commands).to.deep.equal([['DescribeConfigurationAggregators', {}]]);
  });
});
