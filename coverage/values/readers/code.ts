import { createHash } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import type { Expected, Place } from '../types.ts';
import { unless } from './each.ts';

/** What the code of a function is unless it was replaced. */
export const ofArchive = 'that of its archive';

/**
 * Whether a function has the code of the archive that its stack names, in words. The archive is read,
 * as Lambda returns a digest only; its key has the MD5 of the bundle, so that an archive which was
 * replaced in the bucket is seen, too. No build is needed here, and none of another version matters.
 *
 * @param digest base64 of the SHA-256 of the deployed archive
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export async function codeOf(
  { properties }: Expected,
  digest: string | undefined,
  { clients, accountId }: Place,
): Promise<string> {
  const { S3Bucket, S3Key } = (properties['Code'] ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof S3Bucket !== 'string' || typeof S3Key !== 'string') {
    return ofArchive;
  }
  const input = { Bucket: S3Bucket, Key: S3Key, ExpectedBucketOwner: accountId };
  const found = await unless(['NoSuchBucket', 'NoSuchKey'], () =>
    clients.s3.send(new GetObjectCommand(input)),
  );
  const archive = await found?.Body?.transformToByteArray();
  const name = `${S3Bucket}/${S3Key}`;
  if (archive === undefined) {
    return `that of an archive which is gone: ${name}`;
  }
  if (createHash('sha256').update(archive).digest('base64') !== digest) {
    return `not that of ${name}`;
  }
  return hasBundleOf(archive, S3Key) ? ofArchive : `that of ${name}, which has been replaced`;
}

/** Whether an archive has the one file that the build makes, and its key the MD5 of it. */
function hasBundleOf(archive: Uint8Array, key: string): boolean {
  const { 'index.js': bundle, ...others } = unzipSync(archive);
  const [, md5] = /-([0-9a-f]{32})\.zip$/.exec(key) ?? [];
  return (
    bundle !== undefined &&
    Object.keys(others).length === 0 &&
    createHash('md5').update(bundle).digest('hex') === md5
  );
}
