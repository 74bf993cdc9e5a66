import { ACCOUNT_ID } from '../../lambda/pattern.ts';

/** Why a report can't be delivered to any account; the value of the tag `reason`. */
export type Reason = 'no-account' | 'no-file' | 'unknown-account' | 'closed-account';

/** The content of a key of the report bucket. */
export type Place =
  | { kind: 'report'; accountId: string; destinationKey: string }
  /** Names no account or no file. */
  | { kind: 'stray'; reason: Reason }
  /** Written by the dispatcher itself. */
  | { kind: 'internal' };

const QUARANTINE = 'quarantine/';
const WAITING = 'waiting/';

/** The key of a report in quarantine, which can't be delivered to any account. */
export const quarantineKeyOf = (key: string): string => `${QUARANTINE}${key}`;

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
