import { PutObjectCommand } from '@aws-sdk/client-s3';
import { isNamed } from '../lambda/errors.ts';
import { isMap } from '../organization/organization-file.ts';
import type { StateTarget } from '../preflight/findings/state-file.ts';
import { type Regional, readObject, whereverItIs } from '../preflight/read/object.ts';

/** Where the stacks are kept whose deletion is expected: beside the state of org-formation. */
export interface ExpectedObject {
  readonly clients: Regional;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** The stacks that a deployment was to delete, and perhaps did not. */
export async function readExpected(object: ExpectedObject): Promise<StateTarget[]> {
  const { clients, region, bucket: Bucket, key: Key } = object;
  try {
    const bytes = await readObject(clients, region, { Bucket, Key });
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(value) ? value.flatMap(targetOf) : [];
  } catch (error) {
    // None has been written yet, or the state is not kept in S3 under its default name.
    if (isNamed(error, 'NoSuchBucket', 'NoSuchKey')) {
      return [];
    }
    throw error;
  }
}

function targetOf(value: unknown): StateTarget[] {
  const { stackName, accountId, region } = isMap(value) ? value : {};
  return typeof stackName === 'string' &&
    typeof accountId === 'string' &&
    typeof region === 'string'
    ? [{ stackName, accountId, region }]
    : [];
}

export async function writeExpected(
  { clients, region, bucket: Bucket, key: Key }: ExpectedObject,
  expected: readonly StateTarget[],
): Promise<void> {
  const Body = `${JSON.stringify(expected, null, 2)}\n`;
  await whereverItIs(clients, region, (s3) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json' })),
  );
}
