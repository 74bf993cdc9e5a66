import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { centralReportBucket } from '../../../coverage/report-buckets.ts';
import { someRole } from '../audit-role/callers.ts';
import type { World } from '../scenario.ts';
import { s3Of } from '../security-reporting/reports.ts';

/** How long a run may take: a stand-in for a scanner takes a fraction of a second. */
const PATIENCE_MS = 60_000;

export interface Summary {
  readonly accounts: number;
  readonly scanned: number;
  readonly notScanned: readonly { name: string; status: string; reason: string }[];
}

const functionOf = ({ settings }: World): string => `${settings.resourcePrefix}-security-audit`;

/** What each image of the repository is from now on: a script for a shell. */
export async function useImage(world: World, script: string): Promise<void> {
  const { homeRegion, resourcePrefix, securityAccountId } = world.settings;
  const registry = `${securityAccountId}.dkr.ecr.${homeRegion}.amazonaws.com`;
  await world.rehearsal.aws.control('POST', '/batch/images', {
    image: `${registry}/${resourcePrefix}-security-audit*`,
    command: ['sh', '-c', script],
  });
}

/** Starts a run as the schedule does at a time, and waits until it is summed up. */
export async function runAt(world: World, time: string): Promise<Summary> {
  const { securityAccountId } = world.settings;
  const id = time.replaceAll(':', '-');
  const Key = `${securityAccountId}/security-audit/${time.slice(0, 10)}/${id}/summary.json`;
  await invoke(world, { 'detail-type': 'Scheduled Event', source: 'aws.events', time });
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await read(world, Key);
    if (text !== undefined) {
      return JSON.parse(text) as Summary;
    }
    if (Date.now() > deadline) {
      throw new Error(`expected ${Key} within ${PATIENCE_MS / 1000} s, got none`);
    }
    await delay(50);
  }
}

async function read(world: World, Key: string): Promise<string | undefined> {
  const s3 = await s3Of(world, world.settings.securityAccountId);
  try {
    const Bucket = centralReportBucket(world.settings);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));

    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') {
      return undefined;
    }
    throw error;
  }
}

/** The embedded AWS verifies no signature, so that this needs no client of its own. */
async function invoke(world: World, event: object): Promise<void> {
  const { rehearsal, settings } = world;
  const { accessKeyId, sessionToken = '' } = await someRole(world, settings.securityAccountId);
  const credential = `${accessKeyId}/20260101/${settings.homeRegion}/lambda/aws4_request`;
  const response = await fetch(
    `${rehearsal.aws.endpoint}/2015-03-31/functions/${functionOf(world)}/invocations`,
    {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
        'x-amz-security-token': sessionToken,
      },
      body: JSON.stringify(event),
    },
  );
  const text = await response.text();
  if (!response.ok || response.headers.has('x-amz-function-error')) {
    throw new Error(`expected that a run starts, got ${response.status}: ${text}`);
  }
}
