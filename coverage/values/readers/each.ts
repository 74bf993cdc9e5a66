import pMap from 'p-map';
import { isNamed } from '../../../lambda/errors.ts';
import type { Actual, Expected, Place, Reader } from '../types.ts';

const atATime = 4;

/** Reads one resource after the other, where a service has no call for several. */
export const each =
  (
    read: (
      resource: Expected,
      place: Place,
      stack: readonly Expected[],
    ) => Promise<Actual | undefined>,
  ): Reader['read'] =>
  (resources, place, stack) =>
    pMap(resources, (resource) => read(resource, place, stack), { concurrency: atATime });

/** What a call returns, or undefined when AWS has one of these names for "there is none". */
export async function unless<T>(
  absent: readonly string[],
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNamed(error, ...absent)) {
      return undefined;
    }
    throw error;
  }
}

/** A property as text, or undefined when it is not known. */
export function textOf({ properties }: Expected, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}

/** JSON that a service returns as text. */
export const parsed = (value: unknown): unknown =>
  typeof value === 'string' && value !== '' ? JSON.parse(value) : value;
