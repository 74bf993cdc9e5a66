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

export type Fields = Readonly<Record<string, unknown>>;

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Some of the fields of a value. */
export const picked = (value: unknown, names: readonly string[]): Fields => {
  const all = fields(value);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
};

/** The fields of a value but some. */
export const without = (value: unknown, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields(value)).filter(([name]) => !names.includes(name)));

/** The names of some APIs begin in lower case, those of their templates in upper case. */
export function pascal(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(pascal);
  }
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key.charAt(0).toUpperCase() + key.slice(1),
          pascal(item),
        ]),
      )
    : value;
}
