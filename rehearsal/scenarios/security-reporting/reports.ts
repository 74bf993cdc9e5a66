import { setTimeout as delay } from 'node:timers/promises';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { accountReportBucket, centralReportBucket } from '../../../coverage/report-buckets.ts';
import type { Clients } from '../../../coverage/types.ts';
import type { World } from '../scenario.ts';

/** How long a report may be on its way. */
const PATIENCE_MS = 60_000;

export async function s3Of(
  { rehearsal, settings }: World,
  accountId: string,
): Promise<Clients['s3']> {
  const session = await rehearsal.sessions.open(accountId);

  return session.clients(settings.homeRegion).s3;
}

/** A security tool writes a report of an account to the central bucket. */
export async function put(world: World, key: string, body: string): Promise<void> {
  const s3 = await s3Of(world, world.settings.securityAccountId);
  await s3.send(
    new PutObjectCommand({
      Bucket: centralReportBucket(world.settings),
      Key: key,
      Body: body,
      ContentType: 'text/csv',
      Metadata: { tool: 'rehearsal' },
      Tagging: 'kind=report',
    }),
  );
}

export interface Delivered {
  readonly body: string;
  readonly contentType: string | undefined;
  readonly metadata: Record<string, string> | undefined;
  readonly tags: string;
}

/** A report in the bucket of its account, as that account reads it; undefined when it is not there. */
export async function delivered(
  world: World,
  accountId: string,
  key: string,
): Promise<Delivered | undefined> {
  const s3 = await s3Of(world, accountId);
  const Bucket = accountReportBucket(world.settings, accountId);
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: key }));

    return {
      body: (await found.Body?.transformToString()) ?? '',
      contentType: found.ContentType,
      metadata: found.Metadata,
      tags: TagSet.map(({ Key, Value }) => `${Key}=${Value}`).join('&'),
    };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) {
      return undefined;
    }
    throw error;
  }
}

/** The keys below a prefix of a bucket. */
export async function keysIn(s3: Clients['s3'], Bucket: string, Prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);

  return keys;
}

/** @throws with `what` when it does not become true in time */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) {
      throw new Error(`expected ${what} within ${PATIENCE_MS / 1000} s`);
    }
    await delay(100);
  }
}

/** Waits until no function has been invoked for a while: what an event sets off goes on behind it. */
export async function untilQuiet({ rehearsal }: World, quietMs = 800): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let { next } = await rehearsal.aws.events();
  let since = Date.now();
  while (Date.now() - since < quietMs) {
    await delay(100);
    const page = await rehearsal.aws.events(next);
    if (page.events.length > 0) {
      since = Date.now();
      next = page.next;
    }
    if (Date.now() > deadline) {
      throw new Error(`expected that functions come to rest within ${PATIENCE_MS / 1000} s`);
    }
  }
}
