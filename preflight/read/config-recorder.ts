import {
  type ConfigurationRecorder,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import type { DeliveryChannelSnapshot, RecorderSnapshot } from 'ofn-rehearse';
import { given, jsonOf } from './fields.ts';
import type { Place } from './work.ts';

// Neither list is paged: a region has one recorder of the customer's, and one channel.
// https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html

export async function readRecorders({ clients }: Place): Promise<RecorderSnapshot[]> {
  const { configService } = clients;
  const { ConfigurationRecorders = [] } = await configService.send(
    new DescribeConfigurationRecordersCommand({}),
  );
  if (ConfigurationRecorders.length === 0) {
    return [];
  }
  const { ConfigurationRecordersStatus = [] } = await configService.send(
    new DescribeConfigurationRecorderStatusCommand({}),
  );
  const recording = new Set(
    ConfigurationRecordersStatus.filter((one) => one.recording).map(({ name }) => name),
  );
  return ConfigurationRecorders.map((recorder) => toRecorder(recorder, recording));
}

function toRecorder(
  {
    name = '',
    roleARN = '',
    recordingGroup,
    recordingMode,
    servicePrincipal,
  }: ConfigurationRecorder,
  recording: ReadonlySet<string | undefined>,
): RecorderSnapshot {
  const json = { recordingGroup: jsonOf(recordingGroup), recordingMode: jsonOf(recordingMode) };
  return { name, roleARN, ...given({ ...json, servicePrincipal }), recording: recording.has(name) };
}

export async function readDeliveryChannels({ clients }: Place): Promise<DeliveryChannelSnapshot[]> {
  const { DeliveryChannels = [] } = await clients.configService.send(
    new DescribeDeliveryChannelsCommand({}),
  );
  return DeliveryChannels.map(({ name = '', s3BucketName = '', ...others }) => {
    const { s3KeyPrefix, s3KmsKeyArn, snsTopicARN, configSnapshotDeliveryProperties } = others;
    const deliveryFrequency = configSnapshotDeliveryProperties?.deliveryFrequency;
    return {
      ...{ name, s3BucketName },
      ...given({ s3KeyPrefix, s3KmsKeyArn, snsTopicARN, deliveryFrequency }),
    };
  });
}
