import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectOutput,
  PutObjectCommand,
  type S3Client,
  type Tag,
} from '@aws-sdk/client-s3';
import { isNamed, statusOf } from '../../lambda/errors.ts';
import { NotVersionedError, UnreadableError } from './errors.ts';

export type S3 = Pick<S3Client, 'send'>;

/** A bucket, and the account that must own it. */
export interface Bucket {
  name: string;
  owner: string;
}

/** The current version of an object that is to be copied. */
export interface Source {
  key: string;
  versionId: string;
  etag: string;
  size: number;
  /** Its headers and metadata, which CopyObject needs again. */
  headers: Headers;
}

export interface Headers
  extends Pick<
    HeadObjectOutput,
    | 'CacheControl'
    | 'ContentDisposition'
    | 'ContentEncoding'
    | 'ContentLanguage'
    | 'ContentType'
    | 'Expires'
    | 'WebsiteRedirectLocation'
  > {
  Metadata: Record<string, string>;
}

/** The object at a copy's destination. */
export interface Copied {
  etag: string;
  /** The source version, if it is one of our copies. */
  sourceVersion: string | undefined;
}

/** The metadata key of a copy with the version of the report. */
export const SOURCE_VERSION = 'source-version';

/** The metadata key of a report in quarantine with its original key, in Base64. */
export const ORIGINAL_KEY = 'original-key';

/** The metadata of a copy. */
export const metadataOf = ({ headers, versionId }: Source): Record<string, string> => ({
  ...headers.Metadata,
  [SOURCE_VERSION]: versionId,
});

/**
 * The current version of an object of a bucket of ours, if there is one.
 *
 * @throws UnreadableError when S3 denies reading it
 * @throws NotVersionedError when the bucket is not versioned
 */
export async function currentVersion(
  s3: S3,
  bucket: Bucket,
  key: string,
): Promise<Source | undefined> {
  const found = await head(s3, bucket, key);
  if (found === undefined) {
    return undefined;
  }
  if (found === 'refused') {
    throw new UnreadableError(
      `S3 returned 403 for HeadObject of ${key} in ${bucket.name}: account ${bucket.owner} must ` +
        'own the bucket, and the role needs s3:GetObject and s3:ListBucket',
    );
  }
  const { VersionId: versionId, ETag: etag = '', ContentLength: size = 0 } = found;
  if (!versionId) {
    throw new NotVersionedError(
      `Bucket ${bucket.name} is not versioned: enable versioning, then send the report again`,
    );
  }
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage } = found;
  const { ContentType, Expires, WebsiteRedirectLocation, Metadata = {} } = found;
  const headers = {
    ...{ CacheControl, ContentDisposition, ContentEncoding, ContentLanguage },
    ...{ ContentType, Expires, WebsiteRedirectLocation, Metadata },
  };
  return { key, versionId, etag, size, headers };
}

/** The object at a destination: `refused` also means a bucket of another owner. */
export async function copied(
  s3: S3,
  bucket: Bucket,
  key: string,
): Promise<Copied | 'refused' | undefined> {
  const found = await head(s3, bucket, key);
  if (found === undefined || found === 'refused') {
    return found;
  }
  return { etag: found.ETag ?? '', sourceVersion: found.Metadata?.[SOURCE_VERSION] };
}

/** The response to a HEAD request has no body: only its status has the reason. */
async function head(
  s3: S3,
  { name: Bucket, owner: ExpectedBucketOwner }: Bucket,
  Key: string,
): Promise<HeadObjectOutput | 'refused' | undefined> {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner }));
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) {
      return undefined;
    }
    if (status === 403) {
      return 'refused';
    }
    if (!isNamed(error, 'Unknown')) {
      throw error;
    }
    const text = `S3 returned ${status} for HeadObject of ${Key} in ${Bucket}`;
    throw new UnreadableError(`${text}: is the bucket in this region?`, { cause: error });
  }
}

export async function tagsOf(
  s3: S3,
  { name: Bucket, owner: ExpectedBucketOwner }: Bucket,
  { key: Key, versionId: VersionId }: Source,
): Promise<Tag[]> {
  const input = { Bucket, Key, VersionId, ExpectedBucketOwner };
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(input));
  return TagSet;
}

/** Puts an empty object, unless it exists: a version for each attempt would be useless. */
export async function putMarker(
  s3: S3,
  { name: Bucket, owner: ExpectedBucketOwner }: Bucket,
  Key: string,
): Promise<void> {
  // Without a length the SDK treats an empty body as a stream of unknown length.
  const empty = { Body: '', ContentLength: 0 };
  const input = { Bucket, Key, ...empty, IfNoneMatch: '*', ExpectedBucketOwner };
  try {
    await s3.send(new PutObjectCommand(input));
  } catch (error) {
    if (!isNamed(error, 'PreconditionFailed')) {
      throw error; // It exists.
    }
  }
}

/**
 * Deletes an object, of which a version stays: with an ETag only if it still has it. Returns whether
 * it was deleted.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export async function remove(
  s3: S3,
  { name: Bucket, owner: ExpectedBucketOwner }: Bucket,
  Key: string,
  IfMatch?: string,
): Promise<boolean> {
  try {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, ExpectedBucketOwner, IfMatch }));
    return true;
  } catch (error) {
    // It was replaced, or is deleted already.
    if (isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey')) {
      return false;
    }
    throw error;
  }
}
