import { createHash } from 'node:crypto';
import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import { fitsKey, leadsOut } from './limits.ts';

/**
 * Why a report can't be delivered; the value of the tag `reason`. S3 rejects in an account's bucket:
 * a `relative-key`, which leads out of the bucket without the account's folder; a `reserved-key`; and
 * `large-metadata`, with the version that a copy adds. A `long-key` leaves no room for the marker of
 * a report that waits.
 */
export type Reason =
  | 'no-account'
  | 'no-file'
  | 'unknown-account'
  | 'closed-account'
  | 'relative-key'
  | 'reserved-key'
  | 'large-metadata'
  | 'long-key';

/** The content of a key of the report bucket. */
export type Place =
  | { kind: 'report'; accountId: string; destinationKey: string }
  /** Names no account or no file, or none that S3 accepts in the account's bucket. */
  | { kind: 'stray'; reason: Reason }
  /** Written by the dispatcher itself. */
  | { kind: 'internal' };

const QUARANTINE = 'quarantine/';
const WAITING = 'waiting/';

/**
 * The key of a report in quarantine. One that is too long with the folder, or would lead out of the
 * account's folder, is replaced by its hash.
 */
export function quarantineKeyOf(key: string): string {
  const plain = `${QUARANTINE}${key}`;
  const folder = /^\d{12}\//.exec(key)?.[0] ?? '';
  if (fitsKey(plain) && !leadsOut(key.slice(folder.length))) {
    return plain;
  }
  return `${QUARANTINE}${folder}sha256-${createHash('sha256').update(key).digest('hex')}`;
}

/** Whether the key of a report in quarantine is a hash: the metadata has the original. */
export const isHashed = (quarantineKey: string): boolean =>
  /\/sha256-[\da-f]{64}$/.test(quarantineKey);

/** The key of the empty object that marks a report as waiting for its account's bucket. */
export const waitingKeyOf = (key: string): string => `${WAITING}${key}`;

/** Reads a key: its first folder is the account, all below it is the key in the account's bucket. */
export function placeOf(key: string): Place {
  if (key.startsWith(QUARANTINE) || key.startsWith(WAITING)) {
    return { kind: 'internal' };
  }
  const slash = key.indexOf('/');
  const accountId = key.slice(0, Math.max(slash, 0));
  if (!ACCOUNT_ID.test(accountId)) {
    return { kind: 'stray', reason: 'no-account' };
  }
  const destinationKey = key.slice(slash + 1);
  // Consoles show a key that ends in a slash as an empty folder.
  if (destinationKey === '' || destinationKey.endsWith('/')) {
    return { kind: 'stray', reason: 'no-file' };
  }
  if (leadsOut(destinationKey)) {
    return { kind: 'stray', reason: 'relative-key' };
  }
  // In the style of addresses that SDKs use, by the bucket's host name.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  if (destinationKey === 'soap') {
    return { kind: 'stray', reason: 'reserved-key' };
  }
  return { kind: 'report', accountId, destinationKey };
}

/**
 * The key in a notification is form-encoded: a space is a plus sign.
 *
 * @throws URIError when it is not encoded so
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

/**
 * One version of an object in the format of CopyObject and UploadPartCopy: the SDK does not encode
 * it, so it is encoded here, each folder separately.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
export function copySourceOf(bucket: string, key: string, versionId: string): string {
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `${bucket}/${path}?versionId=${encodeURIComponent(versionId)}`;
}

/** The bucket of an account, by a pattern such as `audit-account-reports-{account}`. */
export function spokeBucketOf(pattern: string, accountId: string): string {
  return pattern.replaceAll('{account}', accountId);
}
