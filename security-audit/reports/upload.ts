import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { describeError, isDenied } from '../../lambda/errors.ts';
import { centralReportBucket } from '../../organization/report-buckets.ts';
import { UploadError } from '../errors.ts';
import { filesBelow } from '../scanners/redact.ts';
import type { Scan } from '../types.ts';
import { folderOf } from './reports.ts';

/** The destination of reports. */
export interface Destination {
  s3: Pick<S3Client, 'send'>;
  bucket: string;
  /** The account that must own it. */
  owner: string;
}

export interface UploadOptions {
  output: string;
  date: string;
  /** Ends it: remaining files are not sent. */
  signal: AbortSignal;
}

export interface UploadResult {
  sent: number;
  failed: { key: string; reason: string }[];
}

export interface ScansUploaded extends UploadResult {
  /** All files to send: more than were tried if it was ended. */
  files: number;
  /** Of which every file was sent. */
  whole: Scan[];
}

/** Files may be a hundred megabytes, and are held in memory. */
const filesAtATime = 4;

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html; charset=utf-8', '.csv': 'text/csv; charset=utf-8' },
  ...{ '.json': 'application/json', '.js': 'text/javascript', '.css': 'text/css' },
  '.log': 'text/plain; charset=utf-8',
};

/** Whether it has files that are not in the bucket: also the log of a failed scan. */
export function isToBeUploaded({ files, uploaded }: Scan): boolean {
  return files.length > 0 && uploaded !== true;
}

/**
 * Checks before hours of scanning that reports may be uploaded. Starting a multipart upload needs the
 * permissions of a whole one, and an aborted one leaves nothing.
 * @throws UploadError when they may not
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export async function requireUpload(
  s3: Destination['s3'],
  resourcePrefix: string,
  owner: string,
): Promise<void> {
  const Bucket = centralReportBucket({ resourcePrefix, securityAccountId: owner });
  const upload = { Bucket, Key: `${owner}/prowler/probe`, ExpectedBucketOwner: owner };
  let UploadId: string | undefined;
  try {
    ({ UploadId } = await s3.send(new CreateMultipartUploadCommand(upload)));
  } catch (error) {
    throw new UploadError(
      `--upload cannot write to ${Bucket} (${describeError(error)}): use an identity with ` +
        's3:PutObject there; where the policy ProtectBaseline applies, a role named ' +
        `${resourcePrefix}-* or OrganizationAccountAccessRole, with --via from another account`,
      { cause: error },
    );
  }
  try {
    await s3.send(new AbortMultipartUploadCommand({ ...upload, UploadId }));
  } catch (error) {
    // The bucket's lifecycle removes it after some days: it is not a report, and has no bytes.
    if (!isDenied(error)) {
      throw error;
    }
  }
}

/**
 * Copies all files of scans to the bucket, under `<account>/<tool>/<date>/<file>`. A file that can't
 * be sent is reported; the others are sent.
 */
export async function uploadScans(
  scans: readonly Scan[],
  destination: Destination,
  { output, date, signal }: UploadOptions,
): Promise<ScansUploaded> {
  const all = (await Promise.all(scans.map((scan) => keysOf(scan, output, date)))).flat();
  const failed: UploadResult['failed'] = [];
  const sent = new Set<string>();
  await pMap(
    all,
    async ({ key }) => {
      if (signal.aborted) {
        return;
      }
      try {
        await put(destination, key, path.join(output, key));
        sent.add(key);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        failed.push({ key, reason: describeError(error) });
      }
    },
    { concurrency: filesAtATime },
  );
  const partly = new Set(all.filter(({ key }) => !sent.has(key)).map(({ scan }) => scan));
  const whole = scans.filter((scan) => !partly.has(scan));
  return { sent: sent.size, files: all.length, whole, failed };
}

async function keysOf(
  scan: Scan,
  output: string,
  date: string,
): Promise<{ scan: Scan; key: string }[]> {
  const folder = folderOf(scan.account.id, scan.tool, date);
  const files = await filesBelow(path.join(output, folder));
  return files.map((file) => ({ scan, key: `${folder}/${file}` }));
}

async function put({ s3, bucket, owner }: Destination, Key: string, file: string): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      ...{ Bucket: bucket, Key, ExpectedBucketOwner: owner, Body: await readFile(file) },
      ContentType: types[path.extname(file)] ?? 'application/octet-stream',
    }),
  );
}
