import { ListObjectsV2Command, type _Object as S3Object } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import { keysOf, type Part } from './run.ts';
import { read, type Store } from './store.ts';

/** Errors in the log of each tool that scanned an account. */
export type Errors = Readonly<Record<string, number>>;

/** Numbers of calls, by action. */
export type Calls = Readonly<Record<string, number>>;

/** Checks that were to be made, and those without a result: neither passed nor failed. */
export interface Checks {
  readonly asked: number;
  readonly noResult: number;
}

/** What the scans of an account met with. */
export interface Doubts {
  readonly errors: Errors;
  /** Errors with which AWS refused a call, of all tools. */
  readonly refused: Calls;
  /** Calls that the audit role denies on purpose, of all tools: not errors. */
  readonly denied: Calls;
  /** Of all tools; nothing if no job wrote them. */
  readonly checks?: Checks;
}

const READS_AT_A_TIME = 25;

/**
 * The errors of scanners that the jobs of a part wrote, by account. For AWS Batch such a job has
 * succeeded. A job of an image that is older than this function writes none, or none by action.
 */
export async function readDoubts(store: Store, part: Part): Promise<Map<string, Doubts>> {
  const { outcomes } = keysOf(store.owner, part);
  const found = new Map<string, Doubts>();
  await pMap(
    await listKeys(store, outcomes),
    async (key) => {
      const accountId = key.slice(outcomes.length).replace(/\.json$/, '');
      const doubts = doubtsIn((await read(store, key)).text);
      if (doubts) {
        found.set(accountId, doubts);
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
function doubtsIn(text: string): Doubts | undefined {
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
  if (!counts.every(([tool, count]) => /^[a-z]{1,20}$/.test(tool) && isCount(count))) {
    return undefined;
  }
  const callsOf = (name: string) =>
    sum(scans.map((scan: unknown) => ((scan ?? {}) as Record<string, unknown>)[name] ?? {}));
  const [refused, denied, checks] = [callsOf('refused'), callsOf('denied'), checksIn(scans)];
  return refused && denied && checks !== 'invalid'
    ? {
        errors: Object.fromEntries(counts.map(([tool, count]) => [tool, Number(count)])),
        ...{ refused, denied },
        ...(checks && { checks }),
      }
    : undefined;
}

/** Of all scans that have them. */
function checksIn(scans: readonly unknown[]): Checks | undefined | 'invalid' {
  const all = scans.flatMap((scan) => (scan as { checks?: Checks } | null)?.checks ?? []);
  if (!all.every(({ asked, noResult }) => isCount(asked) && isCount(noResult))) {
    return 'invalid';
  }
  return all.length === 0 ? undefined : totalOfChecks(all);
}

export const totalOfChecks = (all: readonly Checks[]): Checks => ({
  asked: all.reduce((total, { asked }) => total + asked, 0),
  noResult: all.reduce((total, { noResult }) => total + noResult, 0),
});

const isCount = (count: unknown) => Number.isSafeInteger(count) && Number(count) >= 0;

/** All calls by action; nothing if one of them is not as a job writes it. */
function sum(all: readonly unknown[]): Calls | undefined {
  const total = new Map<string, number>();
  for (const [action, count] of all.flatMap((calls) => Object.entries(calls ?? {}))) {
    if (!/^([a-z0-9-]{1,64}:)?\w{1,128}$/i.test(action) || !isCount(count)) {
      return undefined;
    }
    total.set(action, (total.get(action) ?? 0) + Number(count));
  }
  return Object.fromEntries(total);
}
