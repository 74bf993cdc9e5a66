import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import type { Place } from './work.ts';

/** Those of the names that a place has. */
export type NamedReader = (place: Place, names: readonly string[]) => Promise<string[]>;

/** One list for all of them, where a service lists by the beginning of a name. */
export function byPrefix(
  list: (place: Place, prefix: string) => Promise<readonly string[]>,
): NamedReader {
  return async (place, names) => {
    const wanted = new Set(names);
    const found = await list(place, commonPrefix(names));
    return found.filter((name) => wanted.has(name));
  };
}

/** One call for each of them, where a service has no such list: an error of this name is "no". */
export function oneByOne(
  absent: string,
  get: (place: Place, name: string) => Promise<unknown>,
): NamedReader {
  return async (place, names) => {
    const found = await pMap(names, (name) => isThere(absent, () => get(place, name)), {
      concurrency: 4,
    });
    return names.filter((_, index) => found[index]);
  };
}

async function isThere(absent: string, get: () => Promise<unknown>): Promise<boolean> {
  try {
    await get();
    return true;
  } catch (error) {
    if (isNamed(error, absent)) {
      return false;
    }
    throw error;
  }
}

/** With which all of the names begin. */
export function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  while (!others.every((other) => other.startsWith(first.slice(0, length)))) {
    length -= 1;
  }
  return first.slice(0, length);
}
