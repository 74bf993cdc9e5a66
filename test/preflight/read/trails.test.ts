import { expect } from 'chai';
import { readTrails } from '../../../preflight/read/trails.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { placeOf } from './place.ts';

const own = 'arn:aws:cloudtrail:us-east-1:444444444444:trail/own';
const ofOrganization = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/all';
const selectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true }];

describe('trails of a snapshot', () => {
  it('are those of the home region, with what is asked of the account that owns one', async () => {
    const cloudTrail = fakeClient({
      DescribeTrails: {
        trailList: [
          {
            Name: 'own',
            TrailARN: own,
            HomeRegion: 'us-east-1',
            S3BucketName: 'mine',
            SnsTopicARN: 'topic',
            IsMultiRegionTrail: true,
            HasInsightSelectors: true,
          },
          {
            Name: 'all',
            TrailARN: ofOrganization,
            HomeRegion: 'us-east-1',
            IsOrganizationTrail: true,
          },
        ],
      },
      GetTrailStatus: { IsLogging: false },
      GetEventSelectors: { TrailARN: own, EventSelectors: selectors },
      GetInsightSelectors: { InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] },
    });

    const trails = await readTrails(placeOf({ cloudTrail }));

    const off = {
      IncludeGlobalServiceEvents: false,
      IsMultiRegionTrail: false,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: false,
    };
    expect(trails).to.deep.equal([
      {
        ...off,
        Name: 'own',
        TrailARN: own,
        HomeRegion: 'us-east-1',
        S3BucketName: 'mine',
        SnsTopicARN: 'topic',
        IsMultiRegionTrail: true,
        isLogging: false,
        selectors: JSON.stringify({ EventSelectors: selectors }),
        insightTypes: ['ApiCallRateInsight'],
      },
      {
        ...off,
        Name: 'all',
        TrailARN: ofOrganization,
        HomeRegion: 'us-east-1',
        S3BucketName: '',
        IsOrganizationTrail: true,
        isLogging: true,
        insightTypes: [],
      },
    ]);
    expect(cloudTrail.commands.map(([name]) => name)).to.deep.equal([
      'DescribeTrails',
      'GetTrailStatus',
      'GetEventSelectors',
      'GetInsightSelectors',
    ]);
  });

  it('are not asked for in other regions, where nothing is made of them', async () => {
    const cloudTrail = fakeClient({});

    expect(await readTrails(placeOf({ cloudTrail }, { region: 'eu-west-1' }))).to.deep.equal([]);
    expect(cloudTrail.commands).to.deep.equal([]);
  });

  it('are in a file of every region, without shadows of others', async () => {
    const cloudTrail = fakeClient({ DescribeTrails: { trailList: [] } });

    await readTrails(placeOf({ cloudTrail }, { region: 'eu-west-1', detail: 'file' }));

    expect(cloudTrail.commands).to.deep.equal([['DescribeTrails', { includeShadowTrails: false }]]);
  });

  it('have no insights once they are removed', async () => {
    const cloudTrail = fakeClient({
      DescribeTrails: {
        trailList: [
          { Name: 'own', TrailARN: own, HomeRegion: 'us-east-1', HasInsightSelectors: true },
        ],
      },
      GetTrailStatus: { IsLogging: true },
      GetEventSelectors: {},
      GetInsightSelectors: awsError('InsightNotEnabledException'),
    });

    const [trail] = await readTrails(placeOf({ cloudTrail }));

    expect(trail?.insightTypes).to.deep.equal([]);
  });
});
