import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../../organization/types.ts';

/** The clients of one account, by region. */
export type Regional = (region: string) => Pick<Clients, 's3'>;

/** The bytes of an object, wherever its bucket is. */
export async function readObject(
  clients: Regional,
  region: string,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<Buffer> {
  const { Body } = await whereverItIs(clients, region, (s3) =>
    s3.send(new GetObjectCommand(object)),
  );
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/**
 * A call about a bucket, in the region of the bucket: S3 names it in what it refuses.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function whereverItIs<T>(
  clients: Regional,
  region: string,
  call: (s3: Clients['s3']) => Promise<T>,
): Promise<T> {
  try {
    return await call(clients(region).s3);
  } catch (error) {
    const actual = regionNamedBy(error);
    if (actual === undefined || actual === region) {
      throw error;
    }
    return call(clients(actual).s3);
  }
}

// What the SDK's own followRegionRedirects reads.
function regionNamedBy(error: unknown): string | undefined {
  const { $response } = (error ?? {}) as {
    $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  return $response?.headers?.['x-amz-bucket-region'];
}
