import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { isHashed } from '../../handlers/report-dispatcher/keys.ts';
import { ORIGINAL_KEY } from '../../handlers/report-dispatcher/objects.ts';
import { statusOf } from '../../lambda/errors.ts';
import type { Central } from './central.ts';
import { quarantineFolder } from './keys.ts';

/**
 * The key that a report in quarantine came with: its own behind the folder, or if that is a hash, the
 * one in its metadata.
 */
export async function originalKey(
  { s3, bucket, owner }: Central,
  quarantineKey: string,
): Promise<string> {
  const rest = quarantineKey.slice(quarantineFolder.length);
  if (!isHashed(quarantineKey)) {
    return rest;
  }
  try {
    const { Metadata } = await s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: quarantineKey, ExpectedBucketOwner: owner }),
    );
    const encoded = Metadata?.[ORIGINAL_KEY];
    return encoded === undefined ? rest : Buffer.from(encoded, 'base64').toString();
  } catch (error) {
    if (statusOf(error) === 404) {
      return rest; // It has left the quarantine meanwhile.
    }
    throw error;
  }
}
