import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const management = {
  Name: 'Management events selector',
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
};
const trail = resource('AWS::CloudTrail::Trail', 'audit-trail', {
  TrailName: 'audit-trail',
  S3BucketName: 'trail-333333333333',
  EnableLogFileValidation: true,
  IncludeGlobalServiceEvents: true,
  IsLogging: true,
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
  AdvancedEventSelectors: [management],
  InsightSelectors: [],
});
const real = {
  S3BucketName: 'trail-333333333333',
  LogFileValidationEnabled: true,
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  IsOrganizationTrail: true,
};
const cloudTrail = (change: object = {}, more: object = {}) => ({
  cloudTrail: {
    DescribeTrails: { trailList: [{ ...real, ...change }] },
    GetTrailStatus: { IsLogging: true },
    GetEventSelectors: { AdvancedEventSelectors: [management] },
    GetInsightSelectors: awsError('InsightNotEnabledException'),
    ...more,
  },
});

describe('values of trails', () => {
  it('are the same without insights', async () => {
    expect(await differences(trail, cloudTrail())).to.deep.equal([]);
  });

  it('name a bucket to which it is redirected, and validation that is off', async () => {
    expect(await differences(trail, cloudTrail({ S3BucketName: 'other' }))).to.deep.equal([
      "S3BucketName is 'other', expected 'trail-333333333333'",
    ]);
    expect(await differences(trail, cloudTrail({ LogFileValidationEnabled: false }))).to.deep.equal(
      ["EnableLogFileValidation is 'false', expected 'true'"],
    );
  });

  it('name logging that is stopped, and selectors that leave events out', async () => {
    const readOnly = { Field: 'readOnly', Equals: ['true'] };
    const narrow = {
      ...management,
      FieldSelectors: [...management.FieldSelectors, readOnly],
    };

    expect(
      await differences(trail, cloudTrail({}, { GetTrailStatus: { IsLogging: false } })),
    ).to.deep.equal(["IsLogging is 'false', expected 'true'"]);
    expect(
      await differences(
        trail,
        cloudTrail({}, { GetEventSelectors: { AdvancedEventSelectors: [narrow] } }),
      ),
    ).to.deep.equal([
      'AdvancedEventSelectors[Management events selector].FieldSelectors has {"Equals":["true"],"Field":"readOnly"}, which is not ours',
    ]);
  });

  it('are gone with the trail', async () => {
    const DescribeTrails = { trailList: [] };

    expect(await differences(trail, { cloudTrail: { DescribeTrails } })).to.equal('gone');
  });
});
