import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { describeError, statusOf } from '../../lambda/errors.ts';
import { isActive } from '../../organization/accounts.ts';
import type { Account, Sessions } from '../../organization/types.ts';
import type { StoredReport } from './central.ts';
import { spokeKey } from './keys.ts';

/** `unchecked`: not looked at, on purpose; `unknown`: it could not be seen. */
export interface Delivery {
  state: 'delivered' | 'undelivered' | 'unchecked' | 'unknown';
  reason?: string;
}

export interface DeliveryOptions {
  sessions: Pick<Sessions, 'open'>;
  accounts: readonly Account[];
  homeRegion: string;
  spokeBucket: (accountId: string) => string;
  /** Called for each report that was looked at. */
  onReport?: () => void;
}

const accountsAtATime = 10;
/** All clients share 50 connections to a region. */
const reportsAtATime = 50;

/**
 * Looks for each report in the bucket of its account. One error never stops the rest: what it
 * hides is `unknown`.
 */
export async function readDeliveries(
  reports: readonly StoredReport[],
  options: DeliveryOptions,
): Promise<Map<StoredReport, Delivery>> {
  const byAccount = [...Map.groupBy(reports, ({ account }) => account)];
  const concurrency = Math.ceil(
    reportsAtATime / Math.max(1, Math.min(byAccount.length, accountsAtATime)),
  );
  const found = await pMap(
    byAccount,
    async ([account, own]) => {
      const read = await readerOf(account, options);
      return pMap(
        own,
        async (report) => {
          const delivery = await read(report);
          options.onReport?.();
          return [report, delivery] as const;
        },
        { concurrency },
      );
    },
    { concurrency: accountsAtATime },
  );
  return new Map(found.flat());
}

type Reader = (report: StoredReport) => Promise<Delivery> | Delivery;

async function readerOf(id: string | undefined, options: DeliveryOptions): Promise<Reader> {
  const { sessions, accounts, homeRegion, spokeBucket } = options;
  if (id === undefined) {
    return () => ({ state: 'undelivered', reason: 'its key begins with no account' });
  }
  const account = accounts.find((one) => one.id === id);
  if (!account || !isActive(account)) {
    // What was delivered to it stays there, and can't be looked at.
    const reason = account
      ? `the account is ${account.state}`
      : 'the account is not in the organization';
    return () => ({ state: 'unchecked', reason });
  }
  try {
    const { s3 } = (await sessions.open(id)).clients(homeRegion);
    return (report) => readDelivery(s3, { bucket: spokeBucket(id), owner: id }, report);
  } catch (error) {
    const reason = describeError(error);
    return () => ({ state: 'unknown', reason });
  }
}

async function readDelivery(
  s3: Pick<S3Client, 'send'>,
  { bucket, owner }: { bucket: string; owner: string },
  { key, version }: StoredReport,
): Promise<Delivery> {
  const Key = spokeKey(key);
  // One that ends in a slash is what consoles show as an empty folder: the dispatcher leaves it.
  if (Key === '' || Key.endsWith('/')) {
    return { state: 'undelivered', reason: 'its key names no file' };
  }
  try {
    const { Metadata } = await s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key, ExpectedBucketOwner: owner }),
    );
    return version !== undefined && Metadata?.['source-version'] === version
      ? { state: 'delivered' }
      : { state: 'undelivered', reason: `${bucket} has another version of it` };
  } catch (error) {
    return { ...missing(error), reason: `${bucket} ${whyNot(error)}` };
  }
}

/**
 * HeadObject answers without a body, so the status alone is the answer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
function missing(error: unknown): Pick<Delivery, 'state'> {
  return { state: statusOf(error) === 404 ? 'undelivered' : 'unknown' };
}

function whyNot(error: unknown): string {
  switch (statusOf(error)) {
    case 404:
      return 'is not there, or does not have it';
    case 403:
      return 'belongs to another account, or the role may not read it';
    default:
      return `could not be read (${describeError(error)})`;
  }
}
