import {
  DeleteConfigurationRecorderCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { parametersWith } from '../../../preflight/apply.ts';
import type { Finding } from '../../../preflight/finding.ts';
import type { Planted, World } from './world.ts';

const bucket = 'their-config-bucket';

/** A recorder that records, with its channel. */
async function record({ clients, ids }: World, logicalName: string, region: string) {
  const { configService, iam } = await clients(logicalName, region);
  if (region === 'us-east-1') {
    const AWSServiceName = 'config.amazonaws.com';
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  }
  const role = 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
  const roleARN = `arn:aws:iam::${ids[logicalName]}:role/${role}`;
  const channel = { name: 'their-channel', s3BucketName: bucket };
  await configService.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: { name: 'theirs', roleARN, recordingGroup: { allSupported: true } },
    }),
  );
  await configService.send(new PutDeliveryChannelCommand({ DeliveryChannel: channel }));
  await configService.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'theirs' }),
  );
  return configService;
}

/** @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html */
async function createBucket({ clients }: World): Promise<void> {
  const { s3 } = await clients('ProductionAccount');
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const allow = (Action: string[], Resource: string) => ({
    ...{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action, Resource },
  });
  const Statement = [
    allow(['s3:GetBucketAcl', 's3:ListBucket'], `arn:aws:s3:::${bucket}`),
    allow(['s3:PutObject'], `arn:aws:s3:::${bucket}/*`),
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
}

/** What an operator has done of an earlier preflight. */
const adopting: Finding = {
  ...{ kind: 'recorder-there', level: 'no-go', found: '', places: [], remedy: '' },
  settings: [{ name: 'configAdoptedAccounts', add: ['LogArchiveAccount'] }],
};

/** Recorders of other tools: everywhere, in one region, stopped, missing, and a channel alone. */
export const config: Planted = {
  kinds: [
    'recorder-there',
    'recorder-in-some-regions',
    'delivery-channel-there',
    'adopted-without-recorder',
    'adopted-recorder-stopped',
  ],
  parameters: parametersWith({}, [adopting]),
  async plant(world) {
    await createBucket(world);
    for (const region of ['us-east-1', 'eu-west-1', 'me-south-1']) {
      await record(world, 'ProductionAccount', region);
    }
    await record(world, 'DevelopmentAccount', 'us-east-1');
    const recorder = { ConfigurationRecorderName: 'theirs' };
    const archive = await record(world, 'LogArchiveAccount', 'us-east-1');
    await archive.send(new StopConfigurationRecorderCommand(recorder));
    const sandbox = await record(world, 'SandboxAccount', 'us-east-1');
    await sandbox.send(new StopConfigurationRecorderCommand(recorder));
    await sandbox.send(new DeleteConfigurationRecorderCommand(recorder));
  },
};
