import {
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import type { Seeded } from '../existing.ts';

export interface Recording {
  readonly recorder: string;
  readonly channel: string;
  readonly bucket: string;
}

/** The recorder of an account, which records as AWS Config's own role. */
export async function record(
  { clients, ids }: Seeded,
  logicalName: string,
  { recorder, channel, bucket }: Recording,
): Promise<void> {
  const { configService, iam } = await clients(logicalName);
  const service = 'config.amazonaws.com';
  await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: service }));
  const role = `aws-service-role/${service}/AWSServiceRoleForConfig`;
  await configService.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: recorder,
        roleARN: `arn:aws:iam::${ids[logicalName]}:role/${role}`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
    }),
  );
  await configService.send(
    new PutDeliveryChannelCommand({ DeliveryChannel: { name: channel, s3BucketName: bucket } }),
  );
  await configService.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: recorder }),
  );
}
