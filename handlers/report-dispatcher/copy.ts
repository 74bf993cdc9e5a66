import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { describeError, isNamed } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { copySourceOf } from './keys.ts';
import { type Bucket, metadataOf, type S3, type Source, tagsOf } from './objects.ts';
import { type Part, partsOf } from './parts.ts';
import { taggingOf } from './tags.ts';

/** The dependencies that all copies share. */
export interface Copier {
  s3: S3;
  reports: Bucket;
  /** Above this size a copy is in parts: at most 5 GiB, the limit of CopyObject. */
  multipartThresholdBytes: number;
  partBytes: number;
  log: Log;
}

export interface Destination {
  bucket: Bucket;
  key: string;
  /** ETag of the object that may be replaced; if undefined, the key must be free. */
  replaces: string | undefined;
}

/** `changed`: the source or the destination has changed since it was read. */
export type Result = 'copied' | 'no-bucket' | 'changed';

// S3 copies each part itself, so these are requests without data.
const PARTS_AT_A_TIME = 8;

const CHANGED = ['PreconditionFailed', 'ConditionalRequestConflict'];
const GONE = ['NoSuchKey', 'NoSuchVersion', 'NoSuchUpload'];

/**
 * Copies one version of a report, with its metadata and tags (or the given ones), if the destination
 * is unchanged. So of two concurrent copies only one succeeds, and a copy that succeeded while its
 * response was lost is not repeated.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function copy(
  copier: Copier,
  source: Source,
  destination: Destination,
  tagging?: string,
): Promise<Result> {
  try {
    if (source.size > copier.multipartThresholdBytes) {
      await copyParts(copier, source, destination, tagging);
    } else {
      await copyWhole(copier, source, destination, tagging);
    }
    return 'copied';
  } catch (error) {
    if (isNamed(error, 'NoSuchBucket')) {
      return 'no-bucket';
    }
    if (isNamed(error, ...CHANGED, ...GONE)) {
      return 'changed';
    }
    throw error;
  }
}

async function copyWhole(
  { s3, reports }: Copier,
  source: Source,
  destination: Destination,
  tagging?: string,
): Promise<void> {
  await s3.send(
    new CopyObjectCommand({
      ...toward(destination),
      ...onlyIf(destination),
      ...from(reports, source),
      ...saying(source),
      MetadataDirective: 'REPLACE',
      ...(tagging === undefined
        ? { TaggingDirective: 'COPY' }
        : { TaggingDirective: 'REPLACE', Tagging: tagging }),
    }),
  );
}

async function copyParts(
  copier: Copier,
  source: Source,
  destination: Destination,
  tagging?: string,
): Promise<void> {
  const { s3, reports, partBytes } = copier;
  // Parts have no tags.
  const Tagging = tagging ?? taggingOf(await tagsOf(s3, reports, source));
  const to = toward(destination);
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      ...to,
      ...saying(source),
      ...(Tagging === '' ? {} : { Tagging }),
    }),
  );
  try {
    const copyPart = async ({ number: PartNumber, range }: Part): Promise<CompletedPart> => {
      const input = { ...to, ...from(reports, source), UploadId, PartNumber };
      const { CopyPartResult } = await s3.send(
        new UploadPartCopyCommand({
          ...input,
          CopySourceRange: range,
          CopySourceIfMatch: source.etag,
        }),
      );
      const { LastModified: _, ...told } = CopyPartResult ?? {};
      return { PartNumber, ...told };
    };
    const Parts = await pMap(partsOf(source.size, partBytes), copyPart, {
      concurrency: PARTS_AT_A_TIME,
    });
    await s3.send(
      new CompleteMultipartUploadCommand({
        ...to,
        ...onlyIf(destination),
        UploadId,
        MultipartUpload: { Parts },
      }),
    );
  } catch (error) {
    await abort(copier, { ...to, UploadId });
    throw error;
  }
}

/** If the abort fails, the bucket's lifecycle removes the parts. */
async function abort(
  { s3, log }: Copier,
  input: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<void> {
  try {
    await s3.send(new AbortMultipartUploadCommand(input));
  } catch (error) {
    if (isNamed(error, 'NoSuchUpload')) {
      return; // It was completed, and the response was lost.
    }
    // The error of the copy is thrown.
    const { Bucket: bucket, Key: key } = input;
    const message = `Parts of a copy stay until the bucket's lifecycle: ${describeError(error)}`;
    log({ message, action: 'abort-copy', level: 'WARN', bucket, key });
  }
}

function toward({ bucket, key }: Destination) {
  return { Bucket: bucket.name, Key: key, ExpectedBucketOwner: bucket.owner };
}

function onlyIf({ replaces }: Destination) {
  return replaces === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaces };
}

function from(reports: Bucket, { key, versionId }: Source) {
  return {
    CopySource: copySourceOf(reports.name, key, versionId),
    ExpectedSourceBucketOwner: reports.owner,
  };
}

function saying(source: Source) {
  return { ...source.headers, Metadata: metadataOf(source) };
}
