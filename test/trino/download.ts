// Files from a Maven repository, checked against a pinned checksum.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { TrinoError } from './errors.ts';

export interface Artifact {
  /** Below the address of a Maven repository. */
  readonly path: string;
  readonly sha256: string;
  readonly megabytes: number;
}

export interface DownloadOptions {
  /** The address of a Maven repository. */
  readonly repository: string;
  readonly tell: (text: string) => void;
  /** Default: 3. */
  readonly attempts?: number;
  /** Between attempts. Default: 5000. */
  readonly pauseMs?: number;
}

const progressMs = 5_000;
/** Without a byte for so long, a connection counts as broken. */
const stallMs = 30_000;

/**
 * Downloads an artifact into a file.
 * @throws TrinoError when it is out of reach, or is not what is pinned
 */
export async function download(
  artifact: Artifact,
  file: string,
  { repository, tell, attempts = 3, pauseMs = 5_000 }: DownloadOptions,
): Promise<void> {
  const url = `${repository.replace(/\/$/, '')}/${artifact.path}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetchInto(url, file, artifact, tell);
      break;
    } catch (error) {
      if (attempt === attempts || (error instanceof TrinoError && !isTransient(error))) {
        throw outOfReach(url, error);
      }
      tell(`${describe(error)}; attempt ${attempt + 1} of ${attempts}`);
      await delay(pauseMs);
    }
  }
  const sha256 = await checksumOf(file);
  if (sha256 !== artifact.sha256) {
    await rm(file);
    throw new TrinoError(
      `${url} has the SHA-256 ${sha256}, not ${artifact.sha256}: what was sent is not what is ` +
        'pinned in test/trino/install.ts; check MAVEN_REPO_URL',
    );
  }
}

class HttpError extends TrinoError {
  readonly status: number;

  constructor(url: string, status: number) {
    super(`${url} answered ${status}`);
    this.status = status;
  }
}

const isTransient = (error: TrinoError): boolean =>
  error instanceof HttpError && (error.status >= 500 || error.status === 429);

async function fetchInto(
  url: string,
  file: string,
  { megabytes }: Artifact,
  tell: (text: string) => void,
): Promise<void> {
  const abort = new AbortController();
  let stalled = setTimeout(() => abort.abort(), stallMs);
  let bytes = 0;
  const timer = setInterval(
    () => tell(`${Math.round(bytes / 1024 ** 2)} of ${megabytes} MB`),
    progressMs,
  );
  const target = await open(file, 'w');
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) {
      throw new HttpError(url, response.status);
    }
    for await (const chunk of response.body) {
      clearTimeout(stalled);
      stalled = setTimeout(() => abort.abort(), stallMs);
      bytes += chunk.byteLength;
      await target.write(chunk);
    }
  } finally {
    clearTimeout(stalled);
    clearInterval(timer);
    await target.close();
  }
}

async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
  }

  return hash.digest('hex');
}

const outOfReach = (url: string, cause: unknown): TrinoError =>
  new TrinoError(
    `${url} cannot be downloaded (${describe(cause)}): check the network, or set MAVEN_REPO_URL ` +
      'to a Maven repository that is in reach',
    { cause },
  );

const describe = (error: unknown): string => {
  const { message, cause } = error as Error;

  return cause instanceof Error ? `${message}: ${cause.message}` : message;
};
