import {
  AcceptAdministratorInvitationCommand,
  CreateDetectorCommand,
  CreateMembersCommand,
  EnableOrganizationAdminAccountCommand,
  InviteMembersCommand,
  ListInvitationsCommand,
} from '@aws-sdk/client-guardduty';
import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import type { Clients } from '../../../organization/types.ts';
import { createStack } from './stack.ts';
import type { Planted, World } from './world.ts';

/** As organization.yml has them: GuardDuty compares addresses. */
const emails: Readonly<Record<string, string>> = {
  LogArchiveAccount: 'aws-log-archive@example.com',
  SandboxAccount: 'aws-sandbox@example.com',
};

const admits = (Action: string, Resource: unknown) => ({
  ...{ Effect: 'Allow', Principal: { Service: 'guardduty.amazonaws.com' }, Action, Resource },
});
const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
const exportOf = (DetectorId: string) => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: statements(
        {
          Effect: 'Allow',
          Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
          Action: 'kms:*',
          Resource: '*',
        },
        admits('kms:GenerateDataKey', '*'),
      ),
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'their-findings' } },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: statements(
        admits('s3:GetBucketLocation', 'arn:aws:s3:::their-findings'),
        admits('s3:PutObject', 'arn:aws:s3:::their-findings/*'),
      ),
    },
  },
  Export: {
    Type: 'AWS::GuardDuty::PublishingDestination',
    DependsOn: 'Policy',
    Properties: {
      DetectorId,
      DestinationType: 'S3',
      DestinationProperties: {
        DestinationArn: 'arn:aws:s3:::their-findings',
        KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] },
      },
    },
  },
});

async function createDetector({ guardDuty }: Clients, more: object = {}): Promise<string> {
  const { DetectorId } = await guardDuty.send(new CreateDetectorCommand({ Enable: true, ...more }));
  return DetectorId ?? '';
}

/** A member by invitation, which accepts. */
async function invite(
  { clients, ids }: World,
  [administrator, DetectorId]: readonly [string, string],
  member: string,
): Promise<void> {
  const { guardDuty } = await clients(administrator);
  const AccountId = ids[member];
  const AccountDetails = [{ AccountId, Email: emails[member] }];
  await guardDuty.send(new CreateMembersCommand({ DetectorId, AccountDetails }));
  await guardDuty.send(new InviteMembersCommand({ DetectorId, AccountIds: [AccountId ?? ''] }));
  const invited = await clients(member);
  const own = await createDetector(invited);
  const { Invitations: [invitation] = [] } = await invited.guardDuty.send(
    new ListInvitationsCommand({}),
  );
  await invited.guardDuty.send(
    new AcceptAdministratorInvitationCommand({
      DetectorId: own,
      AdministratorId: ids[administrator],
      InvitationId: invitation?.InvitationId,
    }),
  );
}

/** GuardDuty as an earlier team has set it up. */
export const guardDuty: Planted = {
  kinds: [
    'guard-duty-administered-elsewhere',
    'guard-duty-invited-elsewhere',
    'guard-duty-members-there',
    'guard-duty-export-there',
    'guard-duty-feature-off',
    'guard-duty-feature-on',
    'guard-duty-frequency',
  ],
  parameters: { guardDutyFeatures: ['S3_DATA_EVENTS', 'RUNTIME_MONITORING=off'] },
  async plant(world) {
    const security = await world.clients('SecurityAccount');
    const id = await createDetector(security, {
      FindingPublishingFrequency: 'SIX_HOURS',
      Features: [
        { Name: 'S3_DATA_EVENTS', Status: 'DISABLED' },
        { Name: 'RUNTIME_MONITORING', Status: 'ENABLED' },
      ],
    });
    await createStack(security, 'their-export', exportOf(id));
    await invite(world, ['SecurityAccount', id], 'LogArchiveAccount');
    const development = await createDetector(await world.clients('DevelopmentAccount'));
    await invite(world, ['DevelopmentAccount', development], 'SandboxAccount');
    const management = await world.clients('ManagementAccount', 'eu-west-1');
    await createDetector(management);
    await management.organizations.send(
      new EnableAWSServiceAccessCommand({ ServicePrincipal: 'guardduty.amazonaws.com' }),
    );
    await management.guardDuty.send(
      new EnableOrganizationAdminAccountCommand({
        AdminAccountId: world.ids['ProductionAccount'],
      }),
    );
  },
};
