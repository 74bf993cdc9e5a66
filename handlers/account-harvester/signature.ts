import { createHash, createHmac } from 'node:crypto';
import type { SessionCredentials } from '../../lambda/accounts.ts';

export interface SignedRequest {
  url: URL;
  headers: Record<string, string>;
}

/**
 * Signs a GET request to S3, all of its headers included, with Signature Version 4.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signedGet(
  { url, headers }: SignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: SessionCredentials,
  region: string,
  date: Date,
): SignedRequest {
  const time = date.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const given: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': sha256(''),
    'x-amz-date': time,
    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
  };
  const names = Object.keys(given).sort();
  const canonical = [
    'GET',
    url.pathname,
    queryOf(url),
    ...names.map((name) => `${name}:${given[name]?.trim()}`),
    '',
    names.join(';'),
    sha256(''),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const credential = `Credential=${accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { url, headers: { ...given, authorization } };
}

/** Encoded as AWS requires, which leaves fewer characters unchanged than URL does. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function queryOf({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();
