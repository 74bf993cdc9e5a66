import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { Clients } from '../../organization/types.ts';

/** The clients of one account, by region. */
export type Regional = (region: string) => Pick<Clients, 's3'>;

/**
 * The bytes of an object, wherever its bucket is: S3 names the region in what it refuses.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function readObject(
  clients: Regional,
  region: string,
  object: { readonly Bucket: string; readonly Key: string },
): Promise<Buffer> {
  const get = (from: string): Promise<GetObjectCommandOutput> =>
    clients(from).s3.send(new GetObjectCommand(object));
  const { Body } = await get(region).catch((error: unknown) => {
    const actual = regionNamedBy(error);
    if (actual === undefined || actual === region) {
      throw error;
    }
    return get(actual);
  });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

// What the SDK's own followRegionRedirects reads.
function regionNamedBy(error: unknown): string | undefined {
  const { $response } = (error ?? {}) as {
    $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  return $response?.headers?.['x-amz-bucket-region'];
}
