// Reports for 20 accounts, in an S3 in memory, and a sandbox that dispatches them.
import { setTimeout as delay } from 'node:timers/promises';
import type { S3 } from '../handlers/report-dispatcher/objects.ts';
import { organizationAccounts } from '../handlers/report-dispatcher/organization.ts';
import { dispatch } from '../handlers/report-dispatcher/report-dispatcher.ts';
import { settingsOf } from '../handlers/report-dispatcher/settings.ts';
import { MemoryS3 } from '../test/handlers/report-dispatcher/memory-s3.ts';
import { settings as names, notification } from '../test/handlers/report-dispatcher/world.ts';

export const owner = '222222222222';
const accountIds = Array.from({ length: 20 }, (_, index) => String(400_000_000_000 + index));
const settings = settingsOf({
  RESOURCE_PREFIX: names.resourcePrefix,
  REPORT_BUCKET: names.reportBucket,
  SPOKE_BUCKET: names.spokeBucket,
});

export const reportBucket = settings.reportBucket;
export const spokeBucketOf = (id: string): string => settings.spokeBucket.replace('{account}', id);

export const keysOf = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${accountIds[index % accountIds.length]}/prowler/2026-11-21/${index}.html`,
  );

export function reportsIn(count: number, bytes: number) {
  const s3 = new MemoryS3();
  const reports = s3.createBucket(reportBucket, owner);
  const spokes = accountIds.map((id) => s3.createBucket(spokeBucketOf(id), id));
  const body = 'x'.repeat(bytes);
  const { etag } = reports.put('an ETag for all of them', body);
  for (const key of keysOf(count)) {
    reports.put(key, body, {}, etag);
  }
  /** Reports with exactly one version in the bucket of their account. */
  const arrived = () =>
    spokes.flatMap((spoke) => spoke.keys().filter((key) => spoke.versions(key).length === 1));
  return { s3, reports, arrived };
}

/** What handles one batch of messages at a time, and remembers accounts between them. */
export function sandbox(s3: S3, latencyMs: number): (keys: readonly string[]) => Promise<void> {
  const send = async () => {
    await delay(latencyMs);
    return { Account: { State: 'ACTIVE' } };
  };
  const organizations = { send } as never;
  const dependencies = {
    s3,
    accounts: organizationAccounts(organizations, { ttlMs: 300_000 }),
    accountId: owner,
    count: () => {},
    remainingMs: () => 300_000,
    sleep: async () => {},
    log: () => {},
  };
  return async (keys) => {
    const Records = keys.map((key) => notification(key, key));
    const { batchItemFailures } = await dispatch({ Records }, dependencies, settings);
    if (batchItemFailures.length === 0) {
      return;
    }
    throw new Error(`${batchItemFailures.length} of ${keys.length} reports failed`);
  };
}
