import { ListObjectsV2Command, type _Object as S3Object } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import { keysOf, type Part } from './run.ts';
import { read, type Store } from './store.ts';

/** Errors in the log of each tool that scanned an account. */
export type Errors = Readonly<Record<string, number>>;

const READS_AT_A_TIME = 25;

/**
 * The errors of scanners that the jobs of a part wrote, by account. For AWS Batch such a job has
 * succeeded. A job of an image that is older than this function writes none.
 */
export async function readErrors(store: Store, part: Part): Promise<Map<string, Errors>> {
  const { outcomes } = keysOf(store.owner, part);
  const found = new Map<string, Errors>();
  await pMap(
    await listKeys(store, outcomes),
    async (key) => {
      const accountId = key.slice(outcomes.length).replace(/\.json$/, '');
      const errors = errorsIn((await read(store, key)).text);
      if (errors) {
        found.set(accountId, errors);
      }
    },
    { concurrency: READS_AT_A_TIME },
  );
  return found;
}

async function listKeys({ s3, bucket, owner }: Store, prefix: string): Promise<string[]> {
  const input = { Bucket: bucket, Prefix: prefix, ExpectedBucketOwner: owner };
  const objects = await collect<S3Object>(async (ContinuationToken) => {
    const page = await s3.send(new ListObjectsV2Command({ ...input, ContinuationToken }));
    return { items: page.Contents, next: page.NextContinuationToken };
  });
  return objects.flatMap(({ Key }) => Key ?? []);
}

/** Nothing if the object is not as a job writes it: then the errors are not known. */
function errorsIn(text: string): Errors | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Reported as not known.
    return undefined;
  }
  const { scans } = (value ?? {}) as { scans?: unknown };
  if (!Array.isArray(scans)) {
    return undefined;
  }
  const counts = scans.map((scan: unknown): [string, unknown] => {
    const { tool, errors } = (scan ?? {}) as Record<string, unknown>;
    return [String(tool), errors];
  });
  const isCount = (count: unknown) => Number.isSafeInteger(count) && Number(count) >= 0;
  if (!counts.every(([tool, count]) => /^[a-z]{1,20}$/.test(tool) && isCount(count))) {
    return undefined;
  }
  return Object.fromEntries(counts.map(([tool, count]) => [tool, Number(count)]));
}
