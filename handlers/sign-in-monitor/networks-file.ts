import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { NetworksError } from './errors.ts';
import { type KnownNetworks, knownNetworks } from './networks.ts';
import type { Settings } from './settings.ts';

type Place = Pick<Settings, 'networksBucket' | 'networksBucketOwner' | 'networksKey'>;

/**
 * Reads the known networks once; a failure is retried at the next call.
 *
 * @throws NetworksError, and any error of S3
 */
export function networksFile(
  s3: Pick<S3Client, 'send'>,
  place: Place,
): () => Promise<KnownNetworks> {
  let read: Promise<KnownNetworks> | undefined;
  return () => {
    read ??= load(s3, place).catch((error: unknown) => {
      read = undefined;
      throw error;
    });
    return read;
  };
}

async function load(s3: Pick<S3Client, 'send'>, place: Place): Promise<KnownNetworks> {
  const { networksBucket: Bucket, networksKey: Key, networksBucketOwner } = place;
  const { Body } = await s3.send(
    // A bucket of this name in another account must not define the known networks.
    new GetObjectCommand({ Bucket, Key, ExpectedBucketOwner: networksBucketOwner }),
  );
  const source = `s3://${Bucket}/${Key}`;
  if (!Body) {
    throw new NetworksError(`Known networks in ${source}: the object has no body`);
  }
  return knownNetworks(await Body.transformToString(), source);
}
