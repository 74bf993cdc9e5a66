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

export interface ListOptions {
  bucket: string;
  /** The account that must own the bucket. */
  owner: string;
  region: string;
  /** Of another S3 than AWS's. */
  endpoint?: string | undefined;
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
const TIMEOUT_MS = 30_000;

/**
 * Lists objects, a page of up to 1,000 per call. It is the only call to S3 here, and the client of
 * the SDK would be a third of the function's code.
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
  const isTransient = (error: unknown) =>
    isNamed(error, ...TRANSIENT) ||
    // A connection that failed: https://developer.mozilla.org/en-US/docs/Web/API/Window/fetch#exceptions
    (error instanceof TypeError && error.cause !== undefined);
  return (query) =>
    retryOn(isTransient, () => get(query), { attempts: ATTEMPTS, sleep, baseMs: 200 });
}

function urlOf(
  { bucket, region, endpoint }: ListOptions,
  { prefix, delimiter, startAfter, token }: ObjectQuery,
): URL {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = endpoint
    ? new URL(`/${bucket}`, endpoint)
    : new URL(`https://${bucket}.s3.${region}.${suffix}/`);
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
