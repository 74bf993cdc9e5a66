import {
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { Rehearsal } from 'ofn-rehearse';
import type { Clients, Settings } from '../../organization/types.ts';
import { sessionsOf } from '../sessions.ts';

export const ownRecorderName = 'of-an-earlier-tool';

const roleName = 'earlier-tool-config';
const bucketOf = (accountId: string): string => `earlier-tool-${accountId}`;

/** Lets an account record by itself, into a bucket of its own, in every governed region. */
export async function ownRecorder(
  rehearsal: Rehearsal,
  { governedRegions, homeRegion }: Settings,
  accountId: string,
): Promise<void> {
  const session = await sessionsOf(rehearsal).open(accountId);
  await makeRole(session.clients(homeRegion), accountId);
  await makeBucket(session.clients(homeRegion), accountId, homeRegion);
  for (const region of governedRegions) {
    await record(session.clients(region), accountId, region === homeRegion);
  }
}

const statement = (accountId: string, more: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'config.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      ...more,
    },
  });

async function makeRole({ iam }: Clients, accountId: string): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      AssumeRolePolicyDocument: statement(accountId, { Action: 'sts:AssumeRole' }),
    }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWS_ConfigRole';
  await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn }));
}

async function makeBucket({ s3 }: Clients, accountId: string, region: string): Promise<void> {
  const Bucket = bucketOf(accountId);
  // Of us-east-1 a bucket has no location constraint.
  const LocationConstraint = region === 'us-east-1' ? undefined : (region as 'eu-west-1');
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {}),
    }),
  );
  const Policy = statement(accountId, {
    Action: ['s3:GetBucketAcl', 's3:ListBucket', 's3:PutObject'],
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

async function record(
  { configService }: Clients,
  accountId: string,
  includeGlobalResourceTypes: boolean,
): Promise<void> {
  await configService.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: ownRecorderName,
        roleARN: `arn:aws:iam::${accountId}:role/${roleName}`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes },
      },
    }),
  );
  await configService.send(
    new PutDeliveryChannelCommand({
      DeliveryChannel: { name: ownRecorderName, s3BucketName: bucketOf(accountId) },
    }),
  );
  await configService.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: ownRecorderName }),
  );
}
