import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetBucketPolicyCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { type Attack, forAnyPrincipal, type Inside, widened } from './damage.ts';

const archive = { account: 'LogArchiveAccount', policy: 'ProtectBaseline' } as const;
const own = ({ accountId }: Attack, name: string): string => `ofn-audit-${name}-${accountId}`;
const reportsOf = ({ accountId, region }: Attack): string =>
  `ofn-audit-account-reports-${accountId}-${region}-an`;

// Not for any principal: S3 rejects a public policy of a bucket that blocks them.
async function widen({ clients, accountId }: Attack, Bucket: string): Promise<void> {
  const { Policy } = await clients.s3.send(new GetBucketPolicyCommand({ Bucket }));
  const all = {
    ...forAnyPrincipal('s3:*', `arn:aws:s3:::${Bucket}/*`),
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  };
  await clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: widened(Policy, all) }));
}

const expireAtOnce = (Bucket: string) =>
  new PutBucketLifecycleConfigurationCommand({
    Bucket,
    LifecycleConfiguration: {
      Rules: [{ ID: 'Clean', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
    },
  });

/** Buckets of evidence and of reports, and the keys that encrypt them. */
export const evidenceDamages: readonly Inside[] = [
  {
    ...archive,
    kind: 'widen',
    name: 'lets its own principals change the access log of the trail',
    alarm: 'bucket-policy-changes',
    does: (attack) => widen(attack, own(attack, 'cloud-trail-access')),
    ledger: {
      service: 'cloud-trail',
      says: /BucketPolicy PolicyDocument\.Statement\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    ...archive,
    kind: 'starve',
    name: 'lets the access log of the trail expire after a day',
    alarm: 'bucket-policy-changes',
    does: (attack) => attack.clients.s3.send(expireAtOnce(own(attack, 'cloud-trail-access'))),
    ledger: {
      service: 'cloud-trail',
      says: /Bucket LifecycleConfiguration\.Rules\[Expire\] lacks [^;]*|Bucket LifecycleConfiguration\.Rules\[Clean\] has [^;]*, which is not ours/,
    },
  },
  {
    ...archive,
    kind: 'disable',
    name: 'stops the access log of the bucket of the trail',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketLoggingCommand({
          Bucket: own(attack, 'cloud-trail'),
          BucketLoggingStatus: {},
        }),
      ),
    ledger: {
      service: 'cloud-trail',
      says: /TrailBucket LoggingConfiguration\.DestinationBucketName is nothing, expected '[^']+'/,
    },
  },
  {
    ...archive,
    kind: 'forge',
    name: 'writes a log file of its own making',
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({ Bucket: own(attack, 'cloud-trail'), Key: 'forged', Body: '{}' }),
      ),
    ledger: { because: 'the digests of the trail do not have it' },
  },
  {
    ...archive,
    kind: 'delete',
    name: 'deletes evidence of AWS Config',
    does: (attack) =>
      attack.clients.s3.send(
        new DeleteObjectCommand({ Bucket: own(attack, 'config'), Key: 'any' }),
      ),
    ledger: { because: 'the versions stay, and the call is in the trail' },
  },
  {
    ...archive,
    kind: 'disable',
    name: 'ends the versions of evidence of AWS Config',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketVersioningCommand({
          Bucket: own(attack, 'config'),
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    ledger: {
      service: 'config-recorder',
      says: /Bucket VersioningConfiguration\.Status is 'Suspended', expected 'Enabled'/,
    },
  },
  {
    ...archive,
    kind: 'narrow',
    name: 'denies flow logs their bucket',
    alarm: 'bucket-policy-changes',
    does: (attack) =>
      attack.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: own(attack, 'flow-logs') })),
    ledger: { service: 'flow-logs', says: /BucketPolicy does not exist/ },
  },
  {
    ...archive,
    kind: 'redirect',
    name: 'gives objects of flow logs to their writer',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket: own(attack, 'flow-logs'),
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
    ledger: {
      service: 'flow-logs',
      says: /Bucket OwnershipControls\.Rules\.ObjectOwnership is 'ObjectWriter', expected 'BucketOwnerEnforced'/,
    },
  },
  {
    ...archive,
    kind: 'widen',
    name: 'encrypts findings with the key of S3',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketEncryptionCommand({
          Bucket: own(attack, 'findings'),
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
      ),
    ledger: {
      service: 'other-stacks',
      says: /Bucket BucketEncryption\.ServerSideEncryptionConfiguration\.[^;]*/,
    },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    kind: 'delete',
    name: 'keeps the dispatcher from hearing of reports',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: own(attack, 'reports'),
          NotificationConfiguration: {},
        }),
      ),
    ledger: {
      service: 'report-delivery',
      says: /the bucket ofn-audit-reports-\d+ does not notify the queue ofn-audit-reports|Bucket NotificationConfiguration\.QueueConfigurations is nothing, expected [^;]*/,
    },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'lets its own principals forge reports',
    alarm: 'bucket-policy-changes',
    does: (attack) => widen(attack, reportsOf(attack)),
    ledger: {
      service: 'report-bucket',
      says: /BucketPolicy PolicyDocument\.Statement\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    account: 'DevelopmentAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'lets its bucket of reports become public',
    does: (attack) =>
      attack.clients.s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: reportsOf(attack),
          PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: false },
        }),
      ),
    ledger: {
      service: 'report-bucket',
      says: /the bucket ofn-audit-account-reports-[\w-]+ lacks [^;]*|Bucket PublicAccessBlockConfiguration\.\w+ is 'false', expected 'true'/,
    },
  },
  {
    account: 'ProductionAccount',
    policy: 'ProtectBaseline',
    kind: 'starve',
    name: 'lets its reports expire after a day',
    alarm: 'bucket-policy-changes',
    does: (attack) => attack.clients.s3.send(expireAtOnce(reportsOf(attack))),
    ledger: {
      service: 'report-bucket',
      says: /Bucket LifecycleConfiguration\.Rules\[Expire\] lacks [^;]*|Bucket LifecycleConfiguration\.Rules\[Clean\] has [^;]*, which is not ours/,
    },
  },
];
