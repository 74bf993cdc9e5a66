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
import type { Inside } from './damage.ts';

/** Buckets of evidence, of reports and of functions. */
export const bucketDamages: readonly Inside[] = [
  {
    kind: 'widen',
    name: 'opens the bucket of flow logs to the world',
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { s3 }, accountId }) => {
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
    ledger: {
      service: 'flow-logs',
      says: /Bucket PublicAccessBlockConfiguration.RestrictPublicBuckets is 'false', expected 'true'/,
    },
  },
  {
    kind: 'widen',
    name: 'lets another account read the bucket of AWS Config',
    alarm: 'bucket-policy-changes',
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { s3 }, accountId, idOf }) => {
      const Bucket = `ofn-audit-config-${accountId}`;
      const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      const document = JSON.parse(Policy);
      document.Statement.push({
        Sid: 'Sandbox',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${idOf('SandboxAccount')}:root` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      });
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(document) }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
    ledger: {
      service: 'config-recorder',
      says: /BucketPolicy PolicyDocument.Statement\[Sandbox\] has [^;]*which is not ours/,
    },
  },
  {
    kind: 'starve',
    name: 'expires findings after a day',
    alarm: 'bucket-policy-changes',
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { s3 }, accountId }) => {
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
    ledger: {
      service: 'other-stacks',
      says: /Bucket LifecycleConfiguration.Rules\[\w+\].ExpirationInDays is '91', expected '2557'/,
    },
  },
  {
    kind: 'disable',
    name: 'suspends the versions of its bucket of reports',
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { s3 }, accountId, region }) => {
      const Bucket = `ofn-audit-account-reports-${accountId}-${region}-an`;
      const put = (Status: 'Enabled' | 'Suspended') =>
        s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await put('Suspended');
      return () => put('Enabled');
    },
    ledger: {
      service: 'report-bucket',
      says: /the bucket ofn-audit-account-reports-[\w-]+ is not versioned|Bucket VersioningConfiguration.Status is 'Suspended', expected 'Enabled'/,
    },
  },
  {
    kind: 'delete',
    name: 'deletes the policy of the bucket of functions',
    alarm: 'bucket-policy-changes',
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { s3 }, accountId, region }) => {
      const Bucket = `ofn-audit-artifacts-${accountId}-${region}`;
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
      return () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    },
    ledger: {
      service: 'other-stacks',
      says: /ArtifactBucketPolicy does not exist/,
    },
  },
];
