import { GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import { type Central, readFolder } from './central.ts';
import { quarantineFolder } from './keys.ts';
import { originalKey } from './original-key.ts';

export interface QuarantinedReport {
  /** The key of the object in the central bucket: `quarantine/` and the key that it came with. */
  key: string;
  /** The key that it came with, if the object's is a hash. */
  original?: string;
  /** Its tag `reason`; undefined when it has none. */
  reason?: string;
  /** Bytes. */
  size: number;
  /** When it was quarantined. */
  quarantined?: Date;
}

const objectsAtATime = 20;

/** Everything in quarantine, in the order of keys. */
export async function listQuarantine(
  central: Central,
  onProgress: (text: string) => void = () => {},
): Promise<QuarantinedReport[]> {
  let found = 0;
  const { reports } = await readFolder(central, quarantineFolder, {}, (count) => {
    found += count;
    onProgress(`${found} objects found in ${central.bucket}`);
  });
  let read = 0;
  const listed = await pMap(
    reports,
    async ({ key: rest, size, modified }): Promise<QuarantinedReport[]> => {
      const key = `${quarantineFolder}${rest}`;
      const [tags, came] = await Promise.all([readTags(central, key), originalKey(central, key)]);
      read += 1;
      onProgress(`${read}/${reports.length} reasons read`);
      const reason = tags?.get('reason');
      const original = came === rest ? {} : { original: came };
      const more = {
        ...original,
        ...(reason && { reason }),
        ...(modified && { quarantined: modified }),
      };
      return tags ? [{ key, size, ...more }] : [];
    },
    { concurrency: objectsAtATime },
  );
  return listed.flat();
}

/** @returns undefined when the object has gone meanwhile */
async function readTags(
  { s3, bucket, owner }: Central,
  Key: string,
): Promise<Map<string, string> | undefined> {
  try {
    const { TagSet = [] } = await s3.send(
      new GetObjectTaggingCommand({ Bucket: bucket, Key, ExpectedBucketOwner: owner }),
    );
    return new Map(TagSet.map((tag) => [tag.Key ?? '', tag.Value ?? '']));
  } catch (error) {
    if (isNamed(error, 'NoSuchKey', 'MethodNotAllowed')) {
      return undefined;
    }
    throw error;
  }
}
