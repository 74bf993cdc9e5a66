import type { StateSnapshot } from 'ofn-rehearse';
import { isNamed } from '../../lambda/errors.ts';
import { type Regional, readObject } from './object.ts';

/** Where org-formation keeps its state: what --state-bucket-name and --state-object say. */
export interface StateObject {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The names that org-formation gives it unless its options say otherwise.
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/commands/base-command.ts
 */
export const defaultStateObject = (managementAccountId: string): StateObject => ({
  bucket: `organization-formation-${managementAccountId}`,
  key: 'state.json',
});

/** What org-formation keeps; undefined when it has not been used. */
export async function readState(
  clients: Regional,
  region: string,
  { bucket, key }: StateObject,
): Promise<StateSnapshot | undefined> {
  try {
    const bytes = await readObject(clients, region, { Bucket: bucket, Key: key });
    return { bucket, key, body: bytes.toString('utf8') };
  } catch (error) {
    if (isNamed(error, 'NoSuchBucket', 'NoSuchKey')) {
      return undefined;
    }
    throw error;
  }
}
