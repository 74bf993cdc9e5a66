import type { SessionCredentials } from '../../lambda/accounts.ts';
import { isNamed } from '../../lambda/errors.ts';
import { retryOn, type Sleep } from '../../lambda/retry.ts';
import { encode, signedGet } from './signature.ts';

export interface ObjectQuery {
  prefix: string;
  delimiter?: string | undefined;
  startAfter?: string | undefined;
  token?: string | undefined;
}

export interface ObjectPage {
  /** The common prefixes of keys up to the delimiter. */
  prefixes: string[];
  keys: string[];
  /** Of the next page, if there is one. */
  token?: string | undefined;
}

export type ListObjects = (query: ObjectQuery) => Promise<ObjectPage>;

/** Where S3 has a bucket: at another endpoint than AWS's by its path. */
export interface Place {
  bucket: string;
  region: string;
  /** Of another S3 than AWS's. */
  endpoint?: string | undefined;
}

export interface ListOptions extends Place {
  /** The account that must own the bucket. */
  owner: string;
  credentials(): SessionCredentials;
  fetch: typeof globalThis.fetch;
  sleep: Sleep;
  now(): Date;
}

/** Errors of S3 and of the network that a retry may avoid. */
const TRANSIENT = [
  'InternalError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'TimeoutError', // of our own signal
];
const ATTEMPTS = 5;
export const TIMEOUT_MS = 30_000;

/**
 * Lists objects, a page of up to 1,000 per call. The client of the SDK would be a third of the
 * function's code.
 *
 * @throws an Error named by S3's error code
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function objectLister(options: ListOptions): ListObjects {
  const { credentials, fetch, sleep, now, owner, region } = options;
  const get = async (query: ObjectQuery) => {
    const headers = { 'x-amz-expected-bucket-owner': owner };
    const unsigned = { url: urlOf(options, query), headers };
    const { url, headers: signed } = signedGet(unsigned, credentials(), region, now());
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { headers: signed, signal });
    const body = await response.text();
    if (!response.ok) {
      throw errorOf(response.status, body);
    }
    return pageOf(body);
  };
  return (query) => retried(() => get(query), sleep);
}

/** Calls S3 until it responds with anything but a transient error. */
export function retried<T>(call: () => Promise<T>, sleep: Sleep): Promise<T> {
  const isTransient = (error: unknown) =>
    isNamed(error, ...TRANSIENT) ||
    // A connection that failed: https://developer.mozilla.org/en-US/docs/Web/API/Window/fetch#exceptions
    (error instanceof TypeError && error.cause !== undefined);
  return retryOn(isTransient, call, { attempts: ATTEMPTS, sleep, baseMs: 200 });
}

export function bucketUrl({ bucket, region, endpoint }: Place): URL {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return endpoint
    ? new URL(`/${bucket}`, endpoint)
    : new URL(`https://${bucket}.s3.${region}.${suffix}/`);
}

function urlOf(place: Place, { prefix, delimiter, startAfter, token }: ObjectQuery): URL {
  const url = bucketUrl(place);
  const query = {
    'list-type': '2',
    // Otherwise a key with a control character would make the XML invalid.
    'encoding-type': 'url',
    prefix,
    delimiter,
    'start-after': startAfter,
    'continuation-token': token,
  };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  url.search = given.map(([name, value = '']) => `${name}=${encode(value)}`).join('&');
  return url;
}

function pageOf(xml: string): ObjectPage {
  const decode = (text: string) =>
    xml.includes('<EncodingType>url</EncodingType>')
      ? decodeURIComponent(text.replace(/\+/g, ' '))
      : text;
  const folders = xml.match(/<CommonPrefixes>.*?<\/CommonPrefixes>/gs) ?? [];
  const isTruncated = elements(xml, 'IsTruncated')[0] === 'true';
  return {
    prefixes: folders.flatMap((folder) => elements(folder, 'Prefix')).map(decode),
    keys: elements(xml, 'Key').map(decode),
    token: isTruncated ? elements(xml, 'NextContinuationToken')[0] : undefined,
  };
}

function errorOf(status: number, xml: string): Error {
  const [code = status === 503 ? 'SlowDown' : status >= 500 ? 'InternalError' : `Http${status}`] =
    elements(xml, 'Code');
  const [message = 'no message'] = elements(xml, 'Message');
  return Object.assign(new Error(`${message} (HTTP ${status}, ListObjectsV2)`), { name: code });
}

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) =>
    unescaped(text),
  );

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (entity, decimal, hex, name) =>
    decimal || hex
      ? String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16))
      : (ENTITIES[name] ?? entity),
  );
