import {
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import type { Reader } from '../types.ts';
import { each, pascal } from './each.ts';

/** What is off or empty is the same as unset. */
const recordingGroup = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter(
          ([name, item]) =>
            // What follows from the rest, and that AWS adds.
            name !== 'RecordingStrategy' && String(item) !== 'false' && !isEmptyExclusion(item),
        ),
      )
    : value;

const isEmptyExclusion = (item: unknown): boolean =>
  typeof item === 'object' &&
  item !== null &&
  'ResourceTypes' in item &&
  [item.ResourceTypes].flat().length === 0;

const recorder: Reader = {
  compared: {
    RoleARN: {},
    RecordingGroup: { normal: recordingGroup },
    RecordingMode: {},
  },
  skipped: { Name: 'it is read by it' },
  // As the row config-recorder reads them, so that it is one call.
  read: each(async ({ id }, { clients }) => {
    const { ConfigurationRecorders = [] } = await clients.configService.send(
      new DescribeConfigurationRecordersCommand({}),
    );
    const one = ConfigurationRecorders.find(({ name }) => name === id);
    return (
      one && {
        RoleARN: one.roleARN,
        RecordingGroup: pascal(one.recordingGroup),
        RecordingMode: pascal(one.recordingMode),
      }
    );
  }),
};

const deliveryChannel: Reader = {
  compared: {
    S3BucketName: {},
    S3KeyPrefix: { absent: '' },
    S3KmsKeyArn: { absent: '' },
    SnsTopicARN: { absent: '' },
    ConfigSnapshotDeliveryProperties: {},
  },
  skipped: { Name: 'it is read by it' },
  read: each(async ({ id }, { clients }) => {
    const { DeliveryChannels = [] } = await clients.configService.send(
      new DescribeDeliveryChannelsCommand({}),
    );
    const one = DeliveryChannels.find(({ name }) => name === id);
    return (
      one && {
        S3BucketName: one.s3BucketName,
        S3KeyPrefix: one.s3KeyPrefix,
        S3KmsKeyArn: one.s3KmsKeyArn,
        SnsTopicARN: one.snsTopicARN,
        ConfigSnapshotDeliveryProperties: pascal(one.configSnapshotDeliveryProperties),
      }
    );
  }),
};

export const recorderReaders: Readonly<Record<string, Reader>> = {
  'AWS::Config::ConfigurationRecorder': recorder,
  'AWS::Config::DeliveryChannel': deliveryChannel,
};
