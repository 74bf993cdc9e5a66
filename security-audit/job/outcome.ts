import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../access/clients.ts';
import type { Caller } from '../access/sessions.ts';
import type { Scan } from '../types.ts';
import type { JobSettings } from './settings.ts';

/**
 * The result of the job of an account beyond its exit code, which can't express "scanned, but not
 * completely". The function that summarizes the run reads it.
 */
export function outcomeKeyOf(
  { accountsUri, date }: Pick<JobSettings, 'accountsUri' | 'date'>,
  owner: string,
  accountId: string,
): string {
  // s3://bucket/<owner>/security-audit/<date>/<run>/accounts.json
  const run = accountsUri.split('/').at(-2);
  return `${owner}/security-audit-outcomes/${date}/${run}/${accountId}.json`;
}

/** A retry of the job overwrites it. */
export async function putOutcome(
  scans: readonly Scan[],
  settings: JobSettings,
  { accountId: owner }: Caller,
  s3: Clients['s3'],
): Promise<void> {
  const [first] = scans;
  if (first === undefined) {
    return;
  }
  const outcome = {
    account: first.account.id,
    scans: scans.map(({ tool, status, errors = 0, refused = {}, denied = {}, checks }) => ({
      ...{ tool, status, errors, refused, denied, checks },
    })),
  };
  await s3.send(
    new PutObjectCommand({
      ...{ Bucket: settings.bucket, ExpectedBucketOwner: owner, ContentType: 'application/json' },
      Key: outcomeKeyOf(settings, owner, first.account.id),
      Body: `${JSON.stringify(outcome)}\n`,
    }),
  );
}
