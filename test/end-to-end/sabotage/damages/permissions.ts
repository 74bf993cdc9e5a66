import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetTopicAttributesCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Damage } from '../damage.ts';

export const permissionDamages: readonly Damage[] = [
  {
    name: 'trusts its own account with the audit role',
    account: 'Production',
    act: async ({ clients: { iam }, accountId }) => {
      const RoleName = 'AssumableSecurityAuditRole';
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const was = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
      const update = (PolicyDocument: string) =>
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      const document = JSON.parse(was);
      document.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
      });
      await update(JSON.stringify(document));
      return () => update(was);
    },
    cell: { service: 'audit-role' },
    says: /stack ofn-audit-audit-role: Role AssumeRolePolicyDocument.Statement has .*which is not ours; revert/,
  },
  {
    name: 'takes an action from the audit role',
    account: 'Sandbox',
    act: async ({ clients: { iam } }) => {
      const policy = { RoleName: 'AssumableSecurityAuditRole', PolicyName: 'scanners' };
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
      const was = decodeURIComponent(PolicyDocument);
      const put = (text: string) =>
        iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: text }));
      await put(was.replace('"dlm:GetLifecyclePolicies",', ''));
      return () => put(was);
    },
    cell: { service: 'audit-role' },
    says: /^stack ofn-audit-audit-role: Role Policies\.scanners\.Statement\[\w+\]\.Action lacks 'dlm:getlifecyclepolicies'; revert/,
  },
  {
    name: 'denies everything to the role that forwards sign-ins',
    account: 'Sandbox',
    act: async ({ clients: { iam } }) => {
      const policy = {
        RoleName: 'ofn-audit-sign-ins-events',
        PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
      };
      await iam.send(new AttachRolePolicyCommand(policy));
      return () => iam.send(new DetachRolePolicyCommand(policy));
    },
    cell: { service: 'sign-ins' },
    says: /^stack ofn-audit-sign-in-roles: EventsRole ManagedPolicyArns has 'arn:aws:iam::aws:policy\/AWSDenyAll', which is not ours; revert/,
  },
  {
    name: 'lets nothing publish to the topic of alerts',
    account: 'Security',
    act: async ({ clients: { sns }, accountId, region }) => {
      const TopicArn = `arn:aws:sns:${region}:${accountId}:ofn-audit-alerts`;
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      const set = (AttributeValue: string) =>
        sns.send(
          new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }),
        );
      const was = Attributes?.['Policy'] ?? '';
      const document = JSON.parse(was);
      document.Statement = document.Statement.filter(
        ({ Sid }: { Sid?: string }) => Sid !== 'AllowEventsOfThisProject',
      );
      await set(JSON.stringify(document));
      return () => set(was);
    },
    cell: { service: 'alerts' },
    says: /^(no confirmed.*; )?stack ofn-audit-alerts: TopicPolicy PolicyDocument\.Statement\[AllowEventsOfThisProject\] lacks .*; revert/,
  },
  {
    name: 'keeps undelivered events for a minute',
    account: 'Security',
    region: 'eu-west-1',
    act: async ({ clients: { sqs } }) => {
      const { QueueUrl } = await sqs.send(
        new GetQueueUrlCommand({ QueueName: 'ofn-audit-undelivered' }),
      );
      const AttributeNames = ['MessageRetentionPeriod' as const];
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
      );
      await sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: '60' } }),
      );
      return () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
    cell: { service: 'undelivered' },
    says: /^stack ofn-audit-alerts-region: Queue MessageRetentionPeriod is '60', expected '1209600'; revert/,
  },
];
