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
import { type Bucket, type S3, SOURCE_VERSION, type Source, tagsOf } from './objects.ts';
import { type Part, partsOf } from './parts.ts';
import { taggingOf } from './tags.ts';

/** What a copy needs that is the same for all copies. */
export interface Copier {
  s3: S3;
  reports: Bucket;
  /** Above this size a copy is made of parts: at most 5 GiB, the most that CopyObject takes. */
  multipartThresholdBytes: number;
  partBytes: number;
  log: Log;
}

export interface Destination {
  bucket: Bucket;
  key: string;
  /** ETag of what is there and may be replaced; nothing may be there when it is undefined. */
  replaces: string | undefined;
}

/** `changed`: the source or the destination is not any more what we took it for. */
export type Result = 'copied' | 'no-bucket' | 'changed';

// Each part is copied inside S3, so that this is many requests, but no bytes here.
const PARTS_AT_A_TIME = 8;

const CHANGED = ['PreconditionFailed', 'ConditionalRequestConflict'];
const GONE = ['NoSuchKey', 'NoSuchVersion', 'NoSuchUpload'];

/**
 * Copies one version of a report, with all that is said of it and its tags (or the ones given), if
 * the destination still is as it was. So of two that copy the same at once only one does, and a
 * copy that succeeded while its answer was lost is not made again.
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
    if (isNamed(error, 'NoSuchBucket')) return 'no-bucket';
    if (isNamed(error, ...CHANGED, ...GONE)) return 'changed';
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
  // Parts carry no tags.
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

/** What is not aborted, the bucket's lifecycle removes. */
async function abort(
  { s3, log }: Copier,
  input: { Bucket: string; Key: string; UploadId: string | undefined },
): Promise<void> {
  try {
    await s3.send(new AbortMultipartUploadCommand(input));
  } catch (error) {
    if (isNamed(error, 'NoSuchUpload')) return; // It was complete, and its answer lost.
    // Why the copy failed is what is thrown.
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

function saying({ headers, versionId }: Source) {
  return { ...headers, Metadata: { ...headers.Metadata, [SOURCE_VERSION]: versionId } };
}
