import type { Sleep } from '../../lambda/retry.ts';
import { bucketUrl, type Place, retried, TIMEOUT_MS } from './object-list.ts';

export interface LookupOptions extends Omit<Place, 'bucket'> {
  fetch: typeof globalThis.fetch;
  sleep: Sleep;
}

/**
 * Whether S3 has no bucket of a name. It asks without credentials, so that no policy matters: S3
 * returns 404 for a bucket that does not exist, and 403 for one that it denies.
 *
 * @throws OutOfAttemptsError when S3 does not respond
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 * @see https://github.com/aws/aws-sdk-java/issues/1256 for what S3 returns without credentials
 */
export function bucketLookup(options: LookupOptions): (bucket: string) => Promise<boolean> {
  const { fetch, sleep } = options;
  const look = async (bucket: string) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // A redirect leads to the region of a bucket that exists.
    const init = { method: 'HEAD', redirect: 'manual', signal } as const;
    const { status } = await fetch(bucketUrl({ ...options, bucket }), init);
    if (status >= 500) {
      const text = `S3 returned ${status} for HeadBucket of ${bucket}`;
      throw Object.assign(new Error(text), { name: 'ServiceUnavailable' });
    }
    return status === 404;
  };
  return (bucket) => retried(() => look(bucket), sleep);
}
