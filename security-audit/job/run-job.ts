import path from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../access/clients.ts';
import { assumeRole, type Caller, identifyCaller, sessionLimits } from '../access/sessions.ts';
import { ScannerError } from '../errors.ts';
import { type UploadResult, uploadScans } from '../reports/upload.ts';
import type { Environment } from '../scanners/environment.ts';
import { scanAccount } from '../scanners/scan.ts';
import type { ScanOptions } from '../scanners/scan-options.ts';
import { toolOf } from '../scanners/tools/all.ts';
import type { Scan, Tool } from '../types.ts';
import { putOutcome } from './outcome.ts';
import { accountAt, type JobSettings } from './settings.ts';

export interface JobOptions extends Pick<ScanOptions, 'graceMs' | 'now' | 'signal'> {
  clients: Pick<Clients, 's3' | 'sts'>;
  /** The variables that scanners may inherit, and their paths: PROWLER, SCOUTSUITE. */
  environment: Environment;
  /** An empty folder. */
  output: string;
  /** One line per outcome. */
  log: (entry: Record<string, unknown>) => void;
}

/**
 * Scans one account of the list with each tool, and uploads the reports. A tool that fails does not
 * stop the others. At the end it writes the number of their errors.
 * @returns whether each tool scanned it, and all of it was uploaded
 */
export async function runJob(settings: JobSettings, options: JobOptions): Promise<boolean> {
  const { clients } = options;
  const caller = await identifyCaller(clients.sts);
  const account = accountAt(await readList(settings, caller, clients), settings.index);
  let isGood = true;
  const scans: Scan[] = [];
  for (const name of settings.tools) {
    const scan = await scanWith(name, account, caller, settings, options);
    if (scan === undefined) {
      return false;
    }
    scans.push(scan);
    const { sent, failed } = await upload(scan, caller, settings, options);
    isGood &&= scan.status === 'scanned' && failed.length === 0;
    const { status, reason, seconds, errors, denied, failures } = scan;
    options.log({
      ...{ message: 'Account scanned or not', action: 'scan', account: account.id, tool: name },
      ...{ status, reason, seconds, errors, denied, failures, uploaded: sent, notUploaded: failed },
    });
  }
  await putOutcome(scans, settings, caller, clients.s3);
  return isGood;
}

async function readList(
  { accountsUri }: JobSettings,
  caller: Caller,
  { s3 }: JobOptions['clients'],
): Promise<string> {
  const { host, pathname } = new URL(accountsUri);
  const { Body } = await s3.send(
    new GetObjectCommand({
      ...{ Bucket: host, Key: decodeURIComponent(pathname.slice(1)) },
      ExpectedBucketOwner: caller.accountId,
    }),
  );
  return (await Body?.transformToString()) ?? '';
}

function scanWith(
  name: Tool,
  account: Scan['account'],
  { partition }: Caller,
  settings: JobSettings,
  options: JobOptions,
): Promise<Scan | undefined> {
  const { clients, environment, output, signal, now, graceMs } = options;
  const definition = toolOf(name);
  const file = environment[definition.variable];
  if (!file) {
    throw new ScannerError(`${definition.variable} is missing: set it to the path of ${name}`);
  }
  const { externalId } = settings;
  // The job's own role assumes it: AWS limits such a session to an hour.
  const seconds = sessionLimits.chained;
  const role = { partition, roleName: settings.role, seconds, ...(externalId && { externalId }) };
  return scanAccount(
    account,
    { definition, launcher: { kind: 'command', file: path.resolve(file) } },
    {
      ...{ output, date: settings.date, regions: settings.regions, environment, signal, now },
      ...{ timeoutSeconds: settings.timeoutSeconds, sessionSeconds: seconds },
      assume: (accountId) => assumeRole(clients.sts, { ...role, accountId }),
      ...(graceMs !== undefined && { graceMs }),
    },
  );
}

/** Also the log of a failed scan: the disk of the job is deleted with it. */
async function upload(
  scan: Scan,
  { accountId: owner }: Caller,
  { bucket, date }: JobSettings,
  { clients, output, signal }: JobOptions,
): Promise<UploadResult> {
  return scan.files.length === 0
    ? { sent: 0, failed: [] }
    : await uploadScans([scan], { s3: clients.s3, bucket, owner }, { output, date, signal });
}
