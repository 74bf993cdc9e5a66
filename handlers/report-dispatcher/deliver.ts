import { isNamed } from '../../lambda/errors.ts';
import { type Copier, copy, type Destination, type Result } from './copy.ts';
import { ChangingError, RefusedError } from './errors.ts';
import { waitingKeyOf } from './keys.ts';
import {
  type Bucket,
  type Copied,
  copied,
  currentVersion,
  putMarker,
  type Source,
} from './objects.ts';

/** A report, and where it belongs. */
export interface Report {
  key: string;
  accountId: string;
  bucket: Bucket;
  destinationKey: string;
}

/** `gone`: there is no such report, so none to deliver. */
export type Delivery = 'delivered' | 'waiting' | 'gone';

/** How often to look again at a report that changes while it is copied. */
export const ROUNDS = 10;

/**
 * Makes the report's current version the one in its account's bucket. The event says only which
 * key has changed: so one that comes late, or again, never brings an old version back, and what is
 * there already is not copied again.
 *
 * Most reports are new: they are copied if nothing is there, and looked for only when something is.
 *
 * @throws ChangingError when it changes each time that we look
 * @throws RefusedError when the account's bucket does not let us in: nobody would hear of a report
 *   that waits for that
 */
export async function deliver(copier: Copier, report: Report): Promise<Delivery> {
  const { s3, reports, log } = copier;
  const { key, accountId, bucket, destinationKey } = report;
  let delivered: string | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const source = await currentVersion(s3, reports, key);
    if (!source) return delivered ? 'delivered' : gone(copier, report);
    const { versionId, size } = source;
    if (versionId === delivered) return 'delivered';
    // Parts would be copied in vain.
    const mustLook = round > 0 || size > copier.multipartThresholdBytes;
    const there = mustLook ? await copied(s3, bucket, destinationKey) : undefined;
    if (there === 'refused') throw refusedBy(bucket);
    if (there?.sourceVersion === versionId) return again(copier, report, there);
    const to = { bucket, key: destinationKey, replaces: there?.etag };
    const result = await tryCopy(copier, source, to);
    if (result === 'no-bucket') return wait(copier, report);
    if (result === 'changed') continue;
    const told = { accountId, key, bucket: bucket.name, bytes: size, sourceVersion: versionId };
    log({ message: 'Delivered', action: 'deliver', ...told });
    // Had a newer version been there, we would not have been let in; the event of one that comes
    // finds ours. Only what is replaced can be another of the same ETag: so it is looked at again.
    if (to.replaces === undefined) return 'delivered';
    delivered = versionId;
  }
  throw new ChangingError(
    `${key} was another ${ROUNDS} times while it was copied: it is tried again`,
  );
}

/** Tells whether it is the destination that does not let us in. */
async function tryCopy(copier: Copier, source: Source, to: Destination): Promise<Result> {
  try {
    return await copy(copier, source, to);
  } catch (error) {
    if (!isNamed(error, 'AccessDenied')) throw error;
    if ((await copied(copier.s3, to.bucket, to.key)) === 'refused') throw refusedBy(to.bucket);
    throw error;
  }
}

function refusedBy({ name, owner }: Bucket): RefusedError {
  return new RefusedError(
    `${name} refuses the dispatcher: it must be account ${owner}'s, with the policy that the ` +
      'StackSet of report buckets gives it; compare them, and look for a policy of the ' +
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

/** The account's stack is not there yet: its harvest sends a message for each marker. */
async function wait({ s3, reports, log }: Copier, report: Report): Promise<Delivery> {
  const { key, accountId, bucket } = report;
  await putMarker(s3, reports, waitingKeyOf(key));
  const message = `Waits until ${bucket.name} is there`;
  log({ message, action: 'wait', level: 'WARN', accountId, key });
  return 'waiting';
}
