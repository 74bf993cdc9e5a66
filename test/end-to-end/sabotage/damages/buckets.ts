import { DisableKeyCommand, EnableKeyCommand, ListAliasesCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketPolicyCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import type { Damage } from '../damage.ts';

export const bucketDamages: readonly Damage[] = [
  {
    name: "disables the key of the trail's log files",
    account: 'Log Archive',
    act: async ({ clients: { kms } }) => {
      const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
      const KeyId = Aliases.find(
        ({ AliasName }) => AliasName === 'alias/ofn-audit-cloud-trail',
      )?.TargetKeyId;
      await kms.send(new DisableKeyCommand({ KeyId }));
      return () => kms.send(new EnableKeyCommand({ KeyId }));
    },
    cell: { service: 'cloud-trail' },
    says: /^stack ofn-audit-cloud-trail-bucket: TrailKey Enabled is 'false', expected 'true'; revert/,
  },
  {
    name: 'opens the bucket of flow logs to the world',
    account: 'Log Archive',
    act: async ({ clients: { s3 }, accountId }) => {
      const Bucket = `ofn-audit-flow-logs-${accountId}`;
      const found = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      const put = (change: object) =>
        s3.send(
          new PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: { ...found.PublicAccessBlockConfiguration, ...change },
          }),
        );
      await put({ RestrictPublicBuckets: false });
      return () => put({});
    },
    cell: { service: 'flow-logs' },
    says: /^stack ofn-audit-flow-logs-bucket: Bucket PublicAccessBlockConfiguration.RestrictPublicBuckets is 'false', expected 'true'; revert/,
  },
  {
    name: 'lets another account read the bucket of AWS Config',
    account: 'Log Archive',
    act: async ({ clients: { s3 }, accountId, idOf }) => {
      const Bucket = `ofn-audit-config-${accountId}`;
      const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      const document = JSON.parse(Policy);
      document.Statement.push({
        Sid: 'Sandbox',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${idOf('Sandbox')}:root` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      });
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(document) }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
    cell: { service: 'config-recorder' },
    says: /^stack ofn-audit-config-bucket: BucketPolicy PolicyDocument.Statement\[Sandbox\] has .*which is not ours; revert/,
  },
  {
    name: 'expires findings after a day',
    account: 'Log Archive',
    act: async ({ clients: { s3 }, accountId }) => {
      const Bucket = `ofn-audit-findings-${accountId}`;
      const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      const put = (rules: typeof Rules) =>
        s3.send(
          new PutBucketLifecycleConfigurationCommand({
            Bucket,
            LifecycleConfiguration: { Rules: rules },
          }),
        );
      await put(
        Rules.map((rule) => (rule.Expiration ? { ...rule, Expiration: { Days: 91 } } : rule)),
      );
      return () => put(Rules);
    },
    cell: { service: 'other-stacks' },
    says: /^stack ofn-audit-finding-bucket: Bucket LifecycleConfiguration.Rules\[\w+\].ExpirationInDays is '91', expected '2557'; revert/,
  },
  {
    name: 'suspends the versions of its bucket of reports',
    account: 'Sandbox',
    act: async ({ clients: { s3 }, accountId, region }) => {
      const Bucket = `ofn-audit-account-reports-${accountId}-${region}-an`;
      const put = (Status: 'Enabled' | 'Suspended') =>
        s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await put('Suspended');
      return () => put('Enabled');
    },
    cell: { service: 'report-bucket' },
    says: /Bucket VersioningConfiguration.Status is 'Suspended', expected 'Enabled'; revert/,
  },
  {
    name: 'deletes the policy of the bucket of functions',
    account: 'Security',
    act: async ({ clients: { s3 }, accountId, region }) => {
      const Bucket = `ofn-audit-artifacts-${accountId}-${region}`;
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
    cell: { service: 'other-stacks' },
    says: /^stack ofn-audit-artifacts: ArtifactBucketPolicy does not exist; revert/,
  },
];
