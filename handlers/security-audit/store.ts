import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../../lambda/errors.ts';

/** The report bucket, and the account that must own it. */
export interface Store {
  s3: Pick<S3Client, 'send'>;
  bucket: string;
  owner: string;
}

export interface Stored {
  text: string;
  etag: string | undefined;
  writtenAt: Date | undefined;
}

/** Writes an object, also over an existing one. */
export async function put(store: Store, key: string, value: unknown): Promise<void> {
  await store.s3.send(new PutObjectCommand(inputOf(store, key, value)));
}

/**
 * Writes an object if the key is free, or still has the given ETag.
 *
 * @returns whether it was written; of concurrent writes S3 accepts one
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function claim(
  store: Store,
  key: string,
  value: unknown,
  etag?: string,
): Promise<boolean> {
  const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
  try {
    await store.s3.send(new PutObjectCommand({ ...inputOf(store, key, value), ...condition }));
    return true;
  } catch (error) {
    // Another invocation wrote it, or is writing it.
    if (isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict')) {
      return false;
    }
    throw error;
  }
}

export async function read({ s3, bucket, owner }: Store, key: string): Promise<Stored> {
  const { Body, ETag, LastModified } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: owner }),
  );
  return { text: (await Body?.transformToString()) ?? '', etag: ETag, writtenAt: LastModified };
}

function inputOf({ bucket, owner }: Store, key: string, value: unknown) {
  return {
    Bucket: bucket,
    Key: key,
    ExpectedBucketOwner: owner,
    ContentType: 'application/json',
    Body: `${JSON.stringify(value, null, 2)}\n`,
  };
}
