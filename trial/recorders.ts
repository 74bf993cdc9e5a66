import {
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
} from '@aws-sdk/client-config-service';
import { describeError, isNamed } from '../lambda/errors.ts';
import { bucketFor, type Conditions } from './buckets.ts';
import type { Context } from './context.ts';
import { Unanswered } from './question.ts';
import { outputs, serviceRole } from './roles.ts';

const service = 'config.amazonaws.com';

/** An account has one recorder and one channel in a region: those of others are not touched. @throws Unanswered */
export async function requireNoRecorder({ clients: { configService } }: Context): Promise<void> {
  const { ConfigurationRecorders = [] } = await configService.send(
    new DescribeConfigurationRecordersCommand(),
  );
  const { DeliveryChannels = [] } = await configService.send(new DescribeDeliveryChannelsCommand());
  if (ConfigurationRecorders.length + DeliveryChannels.length > 0) {
    throw new Unanswered('AWS Config has a recorder or a channel here: choose another region');
  }
}

/** Makes buckets for deliveries by AWS Config itself, and a recorder whose role may not write to them. */
export async function makeRecorder(
  context: Context,
  buckets: Readonly<Record<string, Conditions>>,
): Promise<Record<string, string>> {
  const { clients, makeStack, prefix, until, willMake } = context;
  const names = Object.keys(buckets);
  const made = await makeStack({
    Resources: {
      Recorder: serviceRole(service, []),
      ...Object.assign(
        {},
        ...names.map((name) => bucketFor(name, service, conditionsOf(buckets, name))),
      ),
    },
    Outputs: outputs({
      role: { 'Fn::GetAtt': ['Recorder', 'Arn'] },
      ...Object.fromEntries(names.map((name) => [name, { Ref: name }])),
    }),
  });
  willMake('recorder', prefix);
  const put = new PutConfigurationRecorderCommand({
    ConfigurationRecorder: {
      ...{ name: prefix, roleARN: made['role'] },
      recordingGroup: { allSupported: false, resourceTypes: ['AWS::SNS::Topic'] },
    },
  });
  await until(() => takes(() => clients.configService.send(put), 'InvalidRoleException'), 60);
  return made;
}

const conditionsOf = (buckets: Readonly<Record<string, Conditions>>, name: string): Conditions =>
  buckets[name] ?? { write: {}, check: {} };

/**
 * Puts the channel of the question.
 * @returns why AWS Config does not take the bucket, after so many seconds; undefined when it does
 */
export async function channelRefusal(
  { clients, prefix, until, willMake }: Context,
  s3BucketName: string | undefined,
  seconds: number,
): Promise<string | undefined> {
  willMake('channel', prefix);
  let refusal: string | undefined;
  await until(async () => {
    const DeliveryChannel = { name: prefix, s3BucketName };
    try {
      await clients.configService.send(new PutDeliveryChannelCommand({ DeliveryChannel }));
      refusal = undefined;
      return true;
    } catch (error) {
      if (!isNamed(error, 'InsufficientDeliveryPolicyException')) {
        throw error;
      }
      refusal = describeError(error);
      return undefined;
    }
  }, seconds);
  return refusal;
}

/** True once the call is not rejected by that name. */
async function takes(call: () => Promise<unknown>, name: string): Promise<true | undefined> {
  try {
    await call();
    return true;
  } catch (error) {
    if (isNamed(error, name)) {
      return undefined;
    }
    throw error;
  }
}
