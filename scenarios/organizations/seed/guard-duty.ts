import {
  type CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  AcceptAdministratorInvitationCommand,
  CreateDetectorCommand,
  CreateMembersCommand,
  InviteMembersCommand,
  ListDetectorsCommand,
  ListInvitationsCommand,
} from '@aws-sdk/client-guardduty';
import type { Clients } from '../../../organization/types.ts';
import type { Seeded } from '../existing.ts';

export async function detectorOf({ guardDuty }: Clients): Promise<string> {
  const { DetectorIds: [id] = [] } = await guardDuty.send(new ListDetectorsCommand({}));
  return id ?? (await guardDuty.send(new CreateDetectorCommand({ Enable: true }))).DetectorId ?? '';
}

export interface Invited {
  readonly accountId: string;
  readonly email: string;
  readonly clients: Clients;
}

/** Accounts that the administrator invites, and that accept. */
export async function invite(
  administrator: Clients,
  administratorId: string,
  invited: readonly Invited[],
): Promise<void> {
  const DetectorId = await detectorOf(administrator);
  const AccountDetails = invited.map(({ accountId, email }) => ({
    AccountId: accountId,
    Email: email,
  }));
  const { guardDuty } = administrator;
  await guardDuty.send(new CreateMembersCommand({ DetectorId, AccountDetails }));
  const AccountIds = invited.map(({ accountId }) => accountId);
  await guardDuty.send(new InviteMembersCommand({ DetectorId, AccountIds }));
  for (const { clients } of invited) {
    const { Invitations = [] } = await clients.guardDuty.send(new ListInvitationsCommand({}));
    await clients.guardDuty.send(
      new AcceptAdministratorInvitationCommand({
        DetectorId: await detectorOf(clients),
        AdministratorId: administratorId,
        InvitationId: Invitations.find(({ AccountId }) => AccountId === administratorId)
          ?.InvitationId,
      }),
    );
  }
}

/** Findings that GuardDuty exports already, to a bucket of the account and with its key. */
export async function exportFindings(
  { clients }: Seeded,
  logicalName: string,
  bucket: string,
): Promise<void> {
  const { cloudFormation, ...others } = await clients(logicalName);
  const DetectorId = await detectorOf({ cloudFormation, ...others });
  const StackName = 'legacy-export';
  const TemplateBody = JSON.stringify({ Resources: exportTo(bucket, DetectorId) });
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete(
    { client: cloudFormation as CloudFormationClient, minDelay: 1, maxDelay: 1, maxWaitTime: 60 },
    { StackName },
  );
}

const admits = (Action: string, Resource: unknown) => ({
  Effect: 'Allow',
  Principal: { Service: 'guardduty.amazonaws.com' },
  Action,
  Resource,
});

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
const exportTo = (bucket: string, DetectorId: string) => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
            Action: 'kms:*',
            Resource: '*',
          },
          admits('kms:GenerateDataKey', '*'),
        ],
      },
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucket } },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          admits('s3:GetBucketLocation', `arn:aws:s3:::${bucket}`),
          admits('s3:PutObject', `arn:aws:s3:::${bucket}/*`),
        ],
      },
    },
  },
  Export: {
    Type: 'AWS::GuardDuty::PublishingDestination',
    DependsOn: 'Policy',
    Properties: {
      DetectorId,
      DestinationType: 'S3',
      DestinationProperties: {
        DestinationArn: `arn:aws:s3:::${bucket}`,
        KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] },
      },
    },
  },
});
