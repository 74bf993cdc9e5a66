import {
  type CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import type { Settings } from '../../../coverage/types.ts';
import type { Rehearsal } from '../../rehearsal.ts';

export const ownRecorderName = 'of-an-earlier-tool';

/** Lets an account record by itself, into a bucket of its own, in every governed region. */
export async function ownRecorder(
  rehearsal: Rehearsal,
  { governedRegions }: Settings,
  accountId: string,
): Promise<void> {
  const session = await rehearsal.sessions.open(accountId);
  for (const [index, region] of governedRegions.entries()) {
    const client = session.clients(region).cloudFormation as CloudFormationClient;
    const StackName = 'earlier-tool';
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: JSON.stringify(template(accountId, index === 0)),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
      }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1 }, { StackName });
  }
}

const bucket = (accountId: string): string => `earlier-tool-${accountId}`;
const roleName = 'earlier-tool-config';

/** Bucket and role are made once, the rest in each region. */
const template = (accountId: string, isFirst: boolean): unknown => ({
  Resources: {
    ...(isFirst ? { ...role(accountId), ...store(accountId) } : {}),
    Recorder: {
      Type: 'AWS::Config::ConfigurationRecorder',
      ...(isFirst ? { DependsOn: ['Role', 'BucketPolicy'] } : {}),
      Properties: {
        Name: ownRecorderName,
        RoleARN: `arn:aws:iam::${accountId}:role/${roleName}`,
        RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: isFirst },
      },
    },
    Channel: {
      Type: 'AWS::Config::DeliveryChannel',
      ...(isFirst ? { DependsOn: ['Role', 'BucketPolicy'] } : {}),
      Properties: { Name: ownRecorderName, S3BucketName: bucket(accountId) },
    },
  },
});

const role = (accountId: string): Record<string, unknown> => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: roleName,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'config.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWS_ConfigRole'],
    },
  },
});

const store = (accountId: string): Record<string, unknown> => ({
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket(accountId) } },
  BucketPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    DependsOn: 'Bucket',
    Properties: {
      Bucket: bucket(accountId),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'config.amazonaws.com' },
          Action: ['s3:GetBucketAcl', 's3:ListBucket', 's3:PutObject'],
          Resource: [`arn:aws:s3:::${bucket(accountId)}`, `arn:aws:s3:::${bucket(accountId)}/*`],
          Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
        },
      },
    },
  },
});
