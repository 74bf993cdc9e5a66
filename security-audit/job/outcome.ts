import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../access/clients.ts';
import type { Caller } from '../access/sessions.ts';
import type { Scan } from '../types.ts';
import type { JobSettings } from './settings.ts';

/**
 * Where the job of an account leaves what AWS Batch can't tell: it knows an exit code, and that
 * there is none for "scanned, but not all of it was seen". The function that sums up reads it.
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

/** Written anew by a second try of the job. */
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
    scans: scans.map(({ tool, status, errors = 0 }) => ({ tool, status, errors })),
  };
  await s3.send(
    new PutObjectCommand({
      ...{ Bucket: settings.bucket, ExpectedBucketOwner: owner, ContentType: 'application/json' },
      Key: outcomeKeyOf(settings, owner, first.account.id),
      Body: `${JSON.stringify(outcome)}\n`,
    }),
  );
}
