import { setTimeout as delay } from 'node:timers/promises';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { statusOf } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { isActive } from '../../organization/accounts.ts';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import type { Account, Clients } from '../../organization/types.ts';
import type { Scenario, World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

/** How long a report may be on its way. */
const PATIENCE_MS = 60_000;

export async function s3Of(
  { rehearsal, settings }: World,
  accountId: string,
): Promise<Clients['s3']> {
  const session = await sessionsOf(rehearsal).open(accountId);
  return session.clients(settings.homeRegion).s3;
}

export const isDeployed: Scenario['applies'] = ({ settings, stacks }) =>
  stacks.some(({ name }) => name === dispatcherOf(settings));

/** The name of the function, of its role and of its stack. */
export const dispatcherOf = ({ resourcePrefix }: World['settings']): string =>
  `${resourcePrefix}-report-dispatcher`;

export const activeAccounts = async (world: World): Promise<Account[]> =>
  (await world.accounts()).filter(isActive).slice(0, 20);

type Write = (key: string, body: string | Uint8Array) => Promise<void>;

/** A security tool, which writes reports to the central bucket. */
export async function tool(world: World): Promise<Write> {
  const s3 = await s3Of(world, world.settings.securityAccountId);
  const Bucket = centralReportBucket(world.settings);
  return async (Key, Body) => {
    const said = { ContentType: 'text/csv', Metadata: { tool: 'rehearsal' } };
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...said, Tagging: 'kind=report' }));
  };
}

/** Writes one report. */
export async function put(world: World, key: string, body: string): Promise<void> {
  const write = await tool(world);
  await write(key, body);
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
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** The keys below a prefix of a bucket. */
export async function keysIn(s3: Clients['s3'], Bucket: string, Prefix = ''): Promise<string[]> {
  const objects = await collect(async (ContinuationToken) => {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    return { items: page.Contents, next: page.NextContinuationToken };
  });
  return objects.map(({ Key = '' }) => Key);
}

/** The keys below a prefix, each as often as it has versions. */
export async function versionsIn(s3: Clients['s3'], Bucket: string, Prefix: string) {
  const keys: string[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...next }));
    keys.push(...(page.Versions ?? []).map(({ Key = '' }) => Key));
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
  } while (next);
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
