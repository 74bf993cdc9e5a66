import pMap from 'p-map';
import type { Actual, Expected, Place, Reader } from '../types.ts';

export { unless } from '../../checks/gone.ts';

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

/** A property as text, or undefined when it is not known. */
export function textOf({ properties }: Expected, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' ? value : undefined;
}

/** JSON that a service returns as text. */
export const parsed = (value: unknown): unknown =>
  typeof value === 'string' && value !== '' ? JSON.parse(value) : value;
