/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_BYTES = 1024;
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata */
const METADATA_BYTES = 2048;

/** Whether S3 accepts the length of a key. */
export const fitsKey = (key: string): boolean => Buffer.byteLength(key) <= KEY_BYTES;

/**
 * Whether S3 accepts user metadata: it counts the bytes of names and values. A value that is not ASCII
 * counts as S3 returned it, encoded and longer, since that is what is sent.
 */
export function fitsMetadata(metadata: Readonly<Record<string, string>>): boolean {
  const sizes = Object.entries(metadata).map((pair) => Buffer.byteLength(pair.join('')));
  return sizes.reduce((sum, size) => sum + size, 0) <= METADATA_BYTES;
}

/**
 * Whether a key leads out of its bucket: read from left to right, it has more segments `..` than
 * others. S3 rejects it with 400.
 *
 * @see https://github.com/floci-io/floci/issues/1231 for what S3 accepts
 */
export function leadsOut(key: string): boolean {
  let depth = 0;
  for (const segment of key.split('/')) {
    depth += segment === '..' ? -1 : 1;
    if (depth < 0) {
      return true;
    }
  }
  return false;
}
