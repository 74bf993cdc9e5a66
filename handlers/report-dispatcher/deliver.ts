import { isDenied } from '../../lambda/errors.ts';
import { type Copier, copy, type Destination, type Result } from './copy.ts';
import { ChangingError, RefusedError } from './errors.ts';
import { type Reason, waitingKeyOf } from './keys.ts';
import { fitsKey, fitsMetadata } from './limits.ts';
import {
  type Bucket,
  type Copied,
  copied,
  currentVersion,
  metadataOf,
  putMarker,
  type Source,
} from './objects.ts';

/** A report, and its destination. */
export interface Report {
  key: string;
  accountId: string;
  bucket: Bucket;
  destinationKey: string;
}

/** `gone`: the report no longer exists. A reason: it can't be delivered, and is left to quarantine. */
export type Delivery = 'delivered' | 'waiting' | 'gone' | Reason;

/** Number of attempts for a report that changes while it is copied. */
export const ROUNDS = 10;

/**
 * Copies the report's current version to its account's bucket. The event has only the changed key:
 * so a late or redelivered one never restores an old version, and an existing copy is not repeated.
 *
 * Most reports are new: they are copied if the key is free, and compared only if it is not.
 *
 * @throws ChangingError when it changes at each attempt
 * @throws RefusedError when the account's bucket denies access: a report that waited for that would
 *   go unnoticed
 */
export async function deliver(copier: Copier, report: Report): Promise<Delivery> {
  const { s3, reports, log } = copier;
  const { key, accountId, bucket, destinationKey } = report;
  let delivered: string | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const source = await currentVersion(s3, reports, key);
    if (!source) {
      return delivered ? 'delivered' : gone(copier, report);
    }
    const { versionId, size } = source;
    if (versionId === delivered) {
      return 'delivered';
    }
    if (!fitsMetadata(metadataOf(source))) {
      return 'large-metadata';
    }
    // Copying the parts would be wasted.
    const mustLook = round > 0 || size > copier.multipartThresholdBytes;
    const there = mustLook ? await copied(s3, bucket, destinationKey) : undefined;
    if (there === 'refused') {
      throw refusedBy(bucket);
    }
    if (there?.sourceVersion === versionId) {
      return again(copier, report, there);
    }
    const to = { bucket, key: destinationKey, replaces: there?.etag };
    const result = await tryCopy(copier, source, to);
    if (result === 'no-bucket') {
      return wait(copier, report);
    }
    if (result === 'changed') {
      continue;
    }
    const told = { accountId, key, bucket: bucket.name, bytes: size, sourceVersion: versionId };
    log({ message: 'Delivered', action: 'deliver', ...told });
    // If a newer version had been there, S3 would have rejected the copy; the event of a later one
    // finds ours. Only a replaced object may be another with the same ETag: so it is read again.
    if (to.replaces === undefined) {
      return 'delivered';
    }
    delivered = versionId;
  }
  throw new ChangingError(`${key} changed ${ROUNDS} times while it was copied: it is retried`);
}

/** Whether it is the destination that denies access. */
async function tryCopy(copier: Copier, source: Source, to: Destination): Promise<Result> {
  try {
    return await copy(copier, source, to);
  } catch (error) {
    if (!isDenied(error)) {
      throw error;
    }
    if ((await copied(copier.s3, to.bucket, to.key)) === 'refused') {
      throw refusedBy(to.bucket);
    }
    throw error;
  }
}

function refusedBy({ name, owner }: Bucket): RefusedError {
  return new RefusedError(
    `${name} denies the dispatcher access: it must be owned by account ${owner}, with the policy ` +
      'of the StackSet of report buckets; compare them, and look for a policy of the ' +
      'organization that denies s3:PutObject',
  );
}

function again({ log }: Copier, { key, accountId }: Report, { sourceVersion }: Copied): Delivery {
  const message = 'This version is there already';
  log({ message, action: 'deliver-again', accountId, key, sourceVersion });
  return 'delivered';
}

function gone({ log }: Copier, { key, accountId }: Report): Delivery {
  log({ message: 'There is no such report any more', action: 'skip-gone', accountId, key });
  return 'gone';
}

/** The account's stack does not exist yet: its harvest sends a message for each marker. */
async function wait({ s3, reports, log }: Copier, report: Report): Promise<Delivery> {
  const { key, accountId, bucket } = report;
  const marker = waitingKeyOf(key);
  if (!fitsKey(marker)) {
    return 'long-key';
  }
  await putMarker(s3, reports, marker);
  const message = `Waits until ${bucket.name} is there`;
  log({ message, action: 'wait', level: 'WARN', accountId, key });
  return 'waiting';
}
