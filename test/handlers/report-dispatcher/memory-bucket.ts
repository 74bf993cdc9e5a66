import { createHash } from 'node:crypto';
import type { Tag } from '@aws-sdk/client-s3';
import { awsError } from '../../doubles/aws-client.ts';

/** What is said of an object. */
export interface Saying {
  headers?: Readonly<Record<string, unknown>>;
  metadata?: Readonly<Record<string, string>>;
  tags?: readonly Tag[];
}

export interface Version extends Required<Saying> {
  versionId: string;
  body: string;
  etag: string;
  isDeleteMarker: boolean;
}

export interface Conditions {
  IfMatch?: string | undefined;
  IfNoneMatch?: string | undefined;
}

/** An error as S3 gives it; the answer to a HEAD request has no body that would name it. */
export function s3Error(name: string, httpStatusCode: number): Error {
  return awsError(name, name, { $metadata: { httpStatusCode } });
}

const etagOf = (body: string) => `"${createHash('md5').update(body).digest('hex')}"`;

/** What S3 says to each request for a key that it does not take. */
export function requireKey(key: string): void {
  if (Buffer.byteLength(key) > 1024) {
    throw s3Error('KeyTooLongError', 400);
  }
  if (key === 'soap' || key.startsWith('../')) {
    throw s3Error('Unknown', 400);
  }
}

/** A versioned bucket in memory. */
export class MemoryBucket {
  readonly owner: string;
  readonly name: string;
  isVersioned = true;
  /** What the dispatcher may do, by the bucket's policy and its own. */
  allows: (action: string, key: string) => boolean = () => true;
  readonly #versions = new Map<string, Version[]>();
  readonly #nextId: () => string;

  constructor(name: string, owner: string, nextId: () => string) {
    this.name = name;
    this.owner = owner;
    this.#nextId = nextId;
  }

  keys(): string[] {
    return [...this.#versions.keys()].filter((key) => this.current(key)).toSorted();
  }

  /** All versions, the newest last; delete markers too. */
  versions(key: string): Version[] {
    return this.#versions.get(key) ?? [];
  }

  current(key: string): Version | undefined {
    const last = this.versions(key).at(-1);
    return last?.isDeleteMarker ? undefined : last;
  }

  put(key: string, body: string, saying: Saying = {}, etag = etagOf(body)): Version {
    const { headers = {}, metadata = {}, tags = [] } = saying;
    requireKey(key);
    const size = Buffer.byteLength(Object.entries(metadata).flat().join(''));
    if (size > 2048) {
      throw s3Error('MetadataTooLarge', 400);
    }
    if (tags.length > 10) {
      throw s3Error('BadRequest', 400);
    }
    return this.#add(key, { body, etag, headers, metadata, tags, isDeleteMarker: false });
  }

  delete(key: string): void {
    const nothing = { body: '', etag: '', headers: {}, metadata: {}, tags: [] };
    this.#add(key, { ...nothing, isDeleteMarker: true });
  }

  #add(key: string, content: Omit<Version, 'versionId'>): Version {
    const version = { versionId: this.#nextId(), ...content };
    this.#versions.set(key, [...this.versions(key), version]);
    return version;
  }

  require(key: string, ...actions: string[]): void {
    const denied = actions.find((action) => !this.allows(action, key));
    if (denied) {
      throw s3Error('AccessDenied', 403);
    }
  }

  requireConditions(key: string, { IfMatch, IfNoneMatch }: Conditions): void {
    const current = this.current(key);
    if (IfNoneMatch === '*' && current) {
      throw s3Error('PreconditionFailed', 412);
    }
    if (IfMatch === undefined) {
      return;
    }
    this.require(key, 's3:GetObject');
    if (!current) {
      throw s3Error('NoSuchKey', 404);
    }
    if (current.etag !== IfMatch) {
      throw s3Error('PreconditionFailed', 412);
    }
  }
}
