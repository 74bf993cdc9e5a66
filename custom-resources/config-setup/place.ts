import {
  type ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { isNamed } from '../../lambda/errors.ts';
import { reasonOf } from './access.ts';

/** Why an account does not record in a region. */
export interface Lack {
  reason: string;
  /** Whether it may pass by itself. */
  mayPass: boolean;
}

// Recorders of other services, which record only for these and do not conflict with another:
// https://docs.aws.amazon.com/config/latest/APIReference/API_PutServiceLinkedConfigurationRecorder.html
const SERVICE_LINKED = 'AWSConfigurationRecorderFor';

// The errors of an opt-in region for an account that has not enabled it:
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
const NOT_ENABLED = [
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'AuthFailure',
  'OptInRequired',
];

/** The reason why an account does not record in a region; undefined if it does. Never throws. */
export async function lackOf(config: Pick<ConfigServiceClient, 'send'>): Promise<Lack | undefined> {
  try {
    return await look(config);
  } catch (error) {
    const reason = isNamed(error, ...NOT_ENABLED)
      ? `the region is not enabled in the account (${error.name})`
      : reasonOf(error);
    return { reason, mayPass: false };
  }
}

/**
 * One call if it records. A recorder that records has a delivery channel: it can't be started without
 * one, and the channel can't be deleted while it records.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigurationRecorder.html
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteDeliveryChannel.html
 */
async function look(config: Pick<ConfigServiceClient, 'send'>): Promise<Lack | undefined> {
  const { ConfigurationRecordersStatus = [] } = await config.send(
    new DescribeConfigurationRecorderStatusCommand({}),
  );
  const [recorder, ...others] = ConfigurationRecordersStatus.filter(
    ({ name = '' }) => !name.startsWith(SERVICE_LINKED),
  );
  if (recorder === undefined) {
    return { reason: 'no recorder', mayPass: false };
  }
  if (others.length > 0) {
    return { reason: `${others.length + 1} recorders`, mayPass: false };
  }
  if (recorder.recording) {
    return undefined;
  }
  const { DeliveryChannels = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
  if (DeliveryChannels.length === 0) {
    return { reason: 'no delivery channel', mayPass: false };
  }
  return { reason: `the recorder ${recorder.name} does not record`, mayPass: true };
}
