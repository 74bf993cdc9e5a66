import {
  DisableKeyCommand,
  GenerateDataKeyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Attack, Outside } from '../damage.ts';
import { arnOf, deniedByBucket, unlisted } from './refusals.ts';

const bucket = ({ accountId }: Attack, name: string): string => `ofn-audit-${name}-${accountId}`;
const alias = (attack: Attack, name: string): string =>
  arnOf(attack, 'kms', `alias/ofn-audit-${name}`);

const inBucket = { refusedBy: 'the policy of the bucket', says: deniedByBucket } as const;
const inArchive = { ...inBucket, account: 'LogArchiveAccount' } as const;
const inReports = { ...inBucket, account: 'SecurityAccount' } as const;
const onKey = { account: 'LogArchiveAccount', refusedBy: 'the policy of the key' } as const;

/** Buckets and keys of evidence and reports, in the hands of other accounts. */
export const outsideEvidenceDamages: readonly Outside[] = [
  {
    ...inArchive,
    by: 'stranger',
    kind: 'redirect',
    name: 'lists the log files of the trail',
    does: (attack) =>
      attack.clients.s3.send(new ListObjectsV2Command({ Bucket: bucket(attack, 'cloud-trail') })),
  },
  {
    ...inArchive,
    by: 'unsigned',
    kind: 'redirect',
    name: 'lists the log files of the trail',
    does: (attack) =>
      attack.unsigned({
        ...{ service: 's3', method: 'GET' },
        path: `/${bucket(attack, 'cloud-trail')}?list-type=2`,
      }),
  },
  {
    ...inArchive,
    by: 'sandbox',
    kind: 'forge',
    name: 'writes a log file of the trail',
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({ Bucket: bucket(attack, 'cloud-trail'), Key: 'forged', Body: '{}' }),
      ),
  },
  {
    ...inArchive,
    by: 'sandbox',
    kind: 'delete',
    name: 'deletes flow logs',
    does: (attack) =>
      attack.clients.s3.send(
        new DeleteObjectCommand({ Bucket: bucket(attack, 'flow-logs'), Key: 'any' }),
      ),
  },
  {
    ...inArchive,
    by: 'sandbox',
    kind: 'starve',
    name: 'lets findings expire after a day',
    does: (attack) =>
      attack.clients.s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucket(attack, 'findings'),
          LifecycleConfiguration: {
            Rules: [
              { ID: 'e', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
            ],
          },
        }),
      ),
  },
  {
    ...inArchive,
    by: 'stranger',
    kind: 'narrow',
    name: 'takes the policy from the bucket of AWS Config',
    does: (attack) =>
      attack.clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket(attack, 'config') })),
  },
  {
    ...inReports,
    by: 'sandbox',
    kind: 'redirect',
    name: 'lists the reports of all accounts',
    does: (attack) =>
      attack.clients.s3.send(new ListObjectsV2Command({ Bucket: bucket(attack, 'reports') })),
  },
  {
    ...inReports,
    by: 'sandbox',
    kind: 'forge',
    name: "puts a report under another account's prefix",
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({
          Bucket: bucket(attack, 'reports'),
          Key: `${attack.idOf('ProductionAccount')}/prowler/forged.csv`,
          Body: 'PASS',
        }),
      ),
  },
  {
    ...inBucket,
    account: 'ProductionAccount',
    by: 'sandbox',
    kind: 'forge',
    name: "puts a report into another account's bucket of reports",
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({
          Bucket: `${bucket(attack, 'account-reports')}-${attack.region}-an`,
          Key: 'prowler/forged.csv',
          Body: 'PASS',
        }),
      ),
  },
  {
    ...inReports,
    by: 'sandbox',
    kind: 'forge',
    name: 'replaces the code of functions',
    does: (attack) =>
      attack.clients.s3.send(
        new PutObjectCommand({
          Bucket: `${bucket(attack, 'artifacts')}-${attack.region}`,
          Key: 'finding-alerts.zip',
          Body: 'eve',
        }),
      ),
  },
  {
    ...onKey,
    by: 'stranger',
    kind: 'redirect',
    name: 'uses the key of findings',
    does: (attack) =>
      attack.clients.kms.send(
        new GenerateDataKeyCommand({ KeyId: alias(attack, 'findings'), KeySpec: 'AES_256' }),
      ),
    says: unlisted('kms:GenerateDataKey', 'key/\\S+'),
  },
  {
    ...onKey,
    by: 'sandbox',
    kind: 'disable',
    name: 'disables the key of the trail',
    does: (attack) =>
      attack.clients.kms.send(new DisableKeyCommand({ KeyId: alias(attack, 'cloud-trail') })),
    says: unlisted('kms:DisableKey', 'key/\\S+'),
  },
  {
    ...onKey,
    by: 'sandbox',
    kind: 'delete',
    name: 'deletes the key of findings',
    does: (attack) =>
      attack.clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId: alias(attack, 'findings') })),
    says: unlisted('kms:ScheduleKeyDeletion', 'key/\\S+'),
  },
];
