import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { S3 } from '../../../handlers/report-dispatcher/objects.ts';
import { MemoryBucket, requireKey, type Saying, s3Error, type Version } from './memory-bucket.ts';

interface Upload {
  bucket: string;
  key: string;
  saying: Saying;
  parts: Map<number, string>;
}

/** What is true of requests about objects. */
interface ObjectInput {
  Bucket?: string | undefined;
  Key?: string | undefined;
  ExpectedBucketOwner?: string | undefined;
}

type Hook = (name: string, input: ObjectInput) => Promise<void>;

/** Called before a command has its effect, and behind it; may throw, or never return. */
export interface Hooks {
  before: Hook;
  after: Hook;
}

/** S3 in memory, as far as the dispatcher needs it: versions, owners, policies, conditions. */
export class MemoryS3 implements Hooks {
  /** Names of the commands, with what they were given. */
  readonly calls: [name: string, input: object][] = [];
  readonly uploads = new Map<string, Upload>();
  /** The most bytes that CopyObject takes. */
  copyLimit = 5 * 1024 ** 3;
  before: Hook = async () => {};
  after: Hook = async () => {};
  readonly #buckets = new Map<string, MemoryBucket>();
  #lastId = 0;

  readonly client = this.connect(this);

  /** A client with hooks of its own. */
  connect(hooks: Hooks): S3 {
    const send = async (command: { input: ObjectInput }): Promise<object> => {
      const { before, after } = hooks;
      const name = command.constructor.name.replace(/Command$/, '');
      this.calls.push([name, command.input]);
      await before(name, command.input);
      const answer = this.#answer(command);
      await after(name, command.input);
      return answer;
    };
    return { send } as unknown as S3;
  }

  createBucket(name: string, owner: string): MemoryBucket {
    const bucket = new MemoryBucket(name, owner, () => this.#nextId('v'));
    this.#buckets.set(name, bucket);
    return bucket;
  }

  bucket(name: string | undefined): MemoryBucket {
    const bucket = this.#buckets.get(name ?? '');
    if (!bucket) {
      throw s3Error('NoSuchBucket', 404);
    }
    return bucket;
  }

  #nextId(prefix: string): string {
    this.#lastId += 1;
    return `${prefix}${this.#lastId}`;
  }

  #answer(command: object): object {
    if (command instanceof HeadObjectCommand) {
      return this.#head(command.input);
    }
    if (command instanceof GetObjectTaggingCommand) {
      return this.#tags(command.input);
    }
    if (command instanceof PutObjectCommand) {
      return this.#put(command.input);
    }
    if (command instanceof DeleteObjectCommand) {
      return this.#delete(command.input);
    }
    if (command instanceof CopyObjectCommand) {
      return this.#copy(command.input);
    }
    if (command instanceof CreateMultipartUploadCommand) {
      return this.#create(command.input);
    }
    if (command instanceof UploadPartCopyCommand) {
      return this.#copyPart(command.input);
    }
    if (command instanceof CompleteMultipartUploadCommand) {
      return this.#complete(command.input);
    }
    if (command instanceof AbortMultipartUploadCommand) {
      return this.#abort(command.input);
    }
    throw new Error(`Unexpected command ${command.constructor.name}`);
  }

  #open(input: ObjectInput, ...actions: string[]): { bucket: MemoryBucket; key: string } {
    const { Bucket, Key: key = '', ExpectedBucketOwner } = input;
    const bucket = this.bucket(Bucket);
    if (ExpectedBucketOwner !== bucket.owner) {
      throw s3Error('AccessDenied', 403);
    }
    requireKey(key);
    bucket.require(key, ...actions);
    return { bucket, key };
  }

  #head(input: HeadObjectCommand['input']): object {
    let found: Version | undefined;
    try {
      const { bucket, key } = this.#open(input, 's3:GetObject');
      found = bucket.current(key);
      // Who may not list learns not even that there is nothing.
      if (!found) {
        bucket.require('', 's3:ListBucket');
      }
    } catch (error) {
      const isMissing = error instanceof Error && error.name === 'NoSuchBucket';
      throw isMissing ? s3Error('NotFound', 404) : s3Error('Unknown', 403);
    }
    if (!found) {
      throw s3Error('NotFound', 404);
    }
    const { etag: ETag, body, headers, metadata: Metadata } = found;
    const VersionId = this.bucket(input.Bucket).isVersioned ? found.versionId : undefined;
    return { ...headers, VersionId, ETag, ContentLength: Buffer.byteLength(body), Metadata };
  }

  #tags(input: GetObjectTaggingCommand['input']): object {
    const { bucket, key } = this.#open(input, 's3:GetObjectVersionTagging');
    const version = bucket.versions(key).find(({ versionId }) => versionId === input.VersionId);
    if (!version) {
      throw s3Error('NoSuchVersion', 404);
    }
    return { TagSet: version.tags };
  }

  #put(input: PutObjectCommand['input']): object {
    const { bucket, key } = this.#open(input, 's3:PutObject');
    bucket.requireConditions(key, input);
    return { VersionId: bucket.put(key, String(input.Body)).versionId };
  }

  #delete(input: DeleteObjectCommand['input']): object {
    const { bucket, key } = this.#open(input, 's3:DeleteObject');
    bucket.requireConditions(key, input);
    bucket.delete(key);
    return {};
  }

  #source(input: CopyObjectCommand['input'] | UploadPartCopyCommand['input']): Version {
    const [path = '', versionId = ''] = (input.CopySource ?? '').split('?versionId=');
    const [name = '', ...folders] = path.split('/');
    const key = folders.map(decodeURIComponent).join('/');
    const bucket = this.bucket(name);
    if (input.ExpectedSourceBucketOwner !== bucket.owner) {
      throw s3Error('AccessDenied', 403);
    }
    bucket.require(key, 's3:GetObjectVersion');
    const versions = bucket.versions(key);
    const version = versions.find((one) => one.versionId === decodeURIComponent(versionId));
    if (!version || version.isDeleteMarker) {
      throw s3Error('NoSuchVersion', 404);
    }
    const { CopySourceIfMatch = version.etag } = input;
    if (CopySourceIfMatch !== version.etag) {
      throw s3Error('PreconditionFailed', 412);
    }
    if (version.tags.length > 0) {
      bucket.require(key, 's3:GetObjectVersionTagging');
    }
    return version;
  }

  #copy(input: CopyObjectCommand['input']): object {
    const { bucket, key } = this.#open(input, 's3:PutObject');
    const source = this.#source(input);
    if (source.body.length > this.copyLimit) {
      throw s3Error('InvalidRequest', 400);
    }
    if (input.MetadataDirective !== 'REPLACE') {
      throw new Error('Metadata would be copied');
    }
    const tags = input.TaggingDirective === 'COPY' ? source.tags : tagsIn(input.Tagging);
    if (tags.length > 0) {
      bucket.require(key, 's3:PutObjectTagging');
    }
    bucket.requireConditions(key, input);
    const saying = { ...sayingOf(input), tags };
    return { VersionId: bucket.put(key, source.body, saying, source.etag).versionId };
  }

  #create(input: CreateMultipartUploadCommand['input']): object {
    const { bucket, key } = this.#open(input, 's3:PutObject');
    const tags = tagsIn(input.Tagging);
    if (tags.length > 0) {
      bucket.require(key, 's3:PutObjectTagging');
    }
    const UploadId = this.#nextId('u');
    const saying = { ...sayingOf(input), tags };
    this.uploads.set(UploadId, { bucket: bucket.name, key, saying, parts: new Map() });
    return { UploadId };
  }

  #upload(input: ObjectInput & { UploadId?: string | undefined }, action: string): Upload {
    this.#open(input, action);
    const upload = this.uploads.get(input.UploadId ?? '');
    if (!upload) {
      throw s3Error('NoSuchUpload', 404);
    }
    return upload;
  }

  #copyPart(input: UploadPartCopyCommand['input']): object {
    const { parts } = this.#upload(input, 's3:PutObject');
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(input.CopySourceRange ?? '') ?? [];
    const part = this.#source(input).body.slice(Number(from), Number(to) + 1);
    parts.set(input.PartNumber ?? 0, part);
    return { CopyPartResult: { ETag: `"part-${part}"`, LastModified: new Date(0) } };
  }

  #complete(input: CompleteMultipartUploadCommand['input']): object {
    const { key, saying, parts } = this.#upload(input, 's3:PutObject');
    const bucket = this.bucket(input.Bucket);
    bucket.requireConditions(key, input);
    const bodies = (input.MultipartUpload?.Parts ?? []).map(({ PartNumber, ETag }) => {
      const part = parts.get(PartNumber ?? 0);
      if (`"part-${part}"` !== ETag) {
        throw s3Error('InvalidPart', 400);
      }
      return part;
    });
    this.uploads.delete(input.UploadId ?? '');
    return { VersionId: bucket.put(key, bodies.join(''), saying).versionId };
  }

  #abort(input: AbortMultipartUploadCommand['input']): object {
    this.#upload(input, 's3:AbortMultipartUpload');
    this.uploads.delete(input.UploadId ?? '');
    return {};
  }
}

function tagsIn(tagging = '') {
  return [...new URLSearchParams(tagging)].map(([Key, Value]) => ({ Key, Value }));
}

const HEADERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'WebsiteRedirectLocation',
];

function sayingOf(input: { Metadata?: Record<string, string> | undefined }): Saying {
  const said = Object.entries(input).filter(
    ([name, value]) => HEADERS.includes(name) && value !== undefined,
  );
  return { headers: Object.fromEntries(said), metadata: input.Metadata ?? {} };
}
