import { expect } from 'chai';
import { differences, resource } from './differences.ts';

const recorder = resource('AWS::Config::ConfigurationRecorder', 'default', {
  Name: 'default',
  RoleARN: 'arn:aws:iam::444444444444:role/config',
  RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: false },
  RecordingMode: { RecordingFrequency: 'CONTINUOUS' },
});
const real = {
  name: 'default',
  roleARN: 'arn:aws:iam::444444444444:role/config',
  recordingGroup: {
    allSupported: true,
    includeGlobalResourceTypes: false,
    resourceTypes: [],
    exclusionByResourceTypes: { resourceTypes: [] },
    recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
  },
  recordingMode: { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [] },
};
const config = (change: object = {}) => ({
  configService: {
    DescribeConfigurationRecorders: { ConfigurationRecorders: [{ ...real, ...change }] },
  },
});

describe('values of recorders', () => {
  it('are the same with what AWS Config adds', async () => {
    expect(await differences(recorder, config())).to.deep.equal([]);
  });

  it('name a group that is narrowed, a role and a frequency', async () => {
    const narrowed = { allSupported: false, resourceTypes: ['AWS::SQS::Queue'] };
    const excluded = {
      allSupported: false,
      exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] },
    };

    expect(await differences(recorder, config({ recordingGroup: narrowed }))).to.deep.equal([
      "RecordingGroup.AllSupported is nothing, expected 'true'",
      'RecordingGroup.ResourceTypes is ["AWS::SQS::Queue"], expected nothing',
    ]);
    expect(await differences(recorder, config({ recordingGroup: excluded }))).to.deep.equal([
      "RecordingGroup.AllSupported is nothing, expected 'true'",
      'RecordingGroup.ExclusionByResourceTypes is {"ResourceTypes":["AWS::IAM::Role"]}, expected nothing',
    ]);
    expect(
      await differences(recorder, config({ roleARN: 'arn:aws:iam::444444444444:role/x' })),
    ).to.deep.equal([
      "RoleARN is 'arn:aws:iam::444444444444:role/x', expected 'arn:aws:iam::444444444444:role/config'",
    ]);
    expect(
      await differences(recorder, config({ recordingMode: { recordingFrequency: 'DAILY' } })),
    ).to.deep.equal(["RecordingMode.RecordingFrequency is 'DAILY', expected 'CONTINUOUS'"]);
  });

  it('are gone with the recorder', async () => {
    expect(await differences(recorder, config({ name: 'another' }))).to.equal('gone');
  });

  const channel = resource('AWS::Config::DeliveryChannel', 'default', {
    Name: 'default',
    S3BucketName: 'config',
    ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'One_Hour' },
  });
  const channels = (change: object = {}) => ({
    configService: {
      DescribeDeliveryChannels: {
        DeliveryChannels: [
          {
            name: 'default',
            s3BucketName: 'config',
            configSnapshotDeliveryProperties: { deliveryFrequency: 'One_Hour' },
            ...change,
          },
        ],
      },
    },
  });

  it('name a bucket to which deliveries are redirected, and a prefix', async () => {
    expect(await differences(channel, channels())).to.deep.equal([]);
    expect(
      await differences(channel, channels({ s3BucketName: 'other', s3KeyPrefix: 'x' })),
    ).to.deep.equal([
      "S3BucketName is 'other', expected 'config'",
      "S3KeyPrefix is 'x', expected nothing",
    ]);
  });

  it('are gone with the channel', async () => {
    expect(await differences(channel, channels({ name: 'another' }))).to.equal('gone');
  });
});
