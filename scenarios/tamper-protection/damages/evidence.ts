import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
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
import type { Attack, Damage } from './damage.ts';
import { forAnyPrincipal, widened } from './damage.ts';

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

const keyOf = async ({ clients }: Attack, alias: string): Promise<string> =>
  (await clients.kms.send(new DescribeKeyCommand({ KeyId: `alias/ofn-audit-${alias}` })))
    .KeyMetadata?.KeyId ?? '';

/** Buckets of evidence and of reports, and the keys that encrypt them. */
export const evidenceDamages: readonly Damage[] = [
  {
    ...archive,
    name: 'lets its own principals change the access log of the trail',
    does: (attack) => widen(attack, own(attack, 'cloud-trail-access')),
    ledger: { service: 'cloud-trail', says: /AnyPrincipal|olicy/ },
  },
  {
    ...archive,
    name: 'lets the access log of the trail expire after a day',
    does: (attack) => attack.clients.s3.send(expireAtOnce(own(attack, 'cloud-trail-access'))),
    ledger: { service: 'cloud-trail', says: /Lifecycle/ },
  },
  {
    ...archive,
    name: 'stops the access log of the bucket of the trail',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketLoggingCommand({
          Bucket: own(attack, 'cloud-trail'),
          BucketLoggingStatus: {},
        }),
      ),
    ledger: { service: 'cloud-trail', says: /Logging/ },
  },
  {
    ...archive,
    name: 'writes a log file of its own making',
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({ Bucket: own(attack, 'cloud-trail'), Key: 'forged', Body: '{}' }),
      ),
    ledger: { because: 'the digests of the trail do not have it' },
  },
  {
    ...archive,
    name: 'deletes evidence of AWS Config',
    does: (attack) =>
      attack.clients.s3.send(
        new DeleteObjectCommand({ Bucket: own(attack, 'config'), Key: 'any' }),
      ),
    ledger: { because: 'the versions stay, and the call is in the trail' },
  },
  {
    ...archive,
    name: 'ends the versions of evidence of AWS Config',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketVersioningCommand({
          Bucket: own(attack, 'config'),
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    ledger: { service: 'config-recorder', says: /Versioning/ },
  },
  {
    ...archive,
    name: 'denies flow logs their bucket',
    does: (attack) =>
      attack.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: own(attack, 'flow-logs') })),
    ledger: { service: 'flow-logs', says: /olicy/ },
  },
  {
    ...archive,
    name: 'gives objects of flow logs to their writer',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketOwnershipControlsCommand({
          Bucket: own(attack, 'flow-logs'),
          OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        }),
      ),
    ledger: { service: 'flow-logs', says: /Ownership/ },
  },
  {
    ...archive,
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
    ledger: { service: 'other-stacks', says: /Encryption/ },
  },
  {
    ...archive,
    name: 'disables the key of the trail',
    does: async (attack) =>
      attack.clients.kms.send(new DisableKeyCommand({ KeyId: await keyOf(attack, 'cloud-trail') })),
    ledger: { service: 'cloud-trail', says: /Enabled|disabled/ },
  },
  {
    ...archive,
    name: 'lets any principal decrypt findings',
    does: async (attack) => {
      const KeyId = await keyOf(attack, 'findings');
      const PolicyName = 'default';
      const { Policy } = await attack.clients.kms.send(
        new GetKeyPolicyCommand({ KeyId, PolicyName }),
      );
      await attack.clients.kms.send(
        new PutKeyPolicyCommand({
          KeyId,
          PolicyName,
          Policy: widened(Policy, forAnyPrincipal('kms:Decrypt', '*')),
        }),
      );
    },
    ledger: { service: 'other-stacks', says: /AnyPrincipal|KeyPolicy/ },
  },
  {
    ...archive,
    name: 'deletes the key of findings',
    does: async (attack) =>
      attack.clients.kms.send(
        new ScheduleKeyDeletionCommand({
          KeyId: await keyOf(attack, 'findings'),
          PendingWindowInDays: 7,
        }),
      ),
    ledger: { service: 'other-stacks', says: /Enabled|deletion|PendingDeletion/ },
  },
  {
    ...archive,
    name: 'takes the alias from the key of the trail',
    does: ({ clients }) =>
      clients.kms.send(new DeleteAliasCommand({ AliasName: 'alias/ofn-audit-cloud-trail' })),
    ledger: { service: 'cloud-trail', says: /alias/i },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    name: 'keeps the dispatcher from hearing of reports',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: own(attack, 'reports'),
          NotificationConfiguration: {},
        }),
      ),
    ledger: { service: 'report-delivery', says: /otification/ },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    name: 'lets its own principals forge reports',
    does: (attack) => widen(attack, reportsOf(attack)),
    ledger: { service: 'report-bucket', says: /AnyPrincipal|olicy/ },
  },
  {
    account: 'DevelopmentAccount',
    policy: 'ProtectBaseline',
    name: 'lets its bucket of reports become public',
    does: (attack) =>
      attack.clients.s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: reportsOf(attack),
          PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: false },
        }),
      ),
    ledger: { service: 'report-bucket', says: /PublicAccessBlock/ },
  },
  {
    account: 'ProductionAccount',
    policy: 'ProtectBaseline',
    name: 'lets its reports expire after a day',
    does: (attack) => attack.clients.s3.send(expireAtOnce(reportsOf(attack))),
    ledger: { service: 'report-bucket', says: /Lifecycle/ },
  },
];
