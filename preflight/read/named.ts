import type { PlaceSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import type { Attempts } from './attempts.ts';
import { batchReaders } from './named-batch.ts';
import { codeReaders } from './named-code.ts';
import { dataReaders } from './named-data.ts';
import { eventReaders } from './named-events.ts';
import { logReaders } from './named-logs.ts';
import type { NamedReader } from './named-readers.ts';
import { type Place, wantedHere } from './work.ts';

/** Types whose names are looked for here; those of other sections are in them. */
export const namedReaders: Readonly<Record<string, NamedReader>> = {
  ...batchReaders,
  ...codeReaders,
  ...dataReaders,
  ...eventReaders,
  ...logReaders,
};

/** The names that a deployment wants in a place and that are there, by type. */
export async function readNamed(
  place: Place,
  read: Attempts['read'],
): Promise<PlaceSnapshot['named']> {
  const byType = Map.groupBy(wantedHere(place), ({ type }) => type);
  const found = await pMap(
    [...byType],
    async ([type, wanted]) => {
      const reader = namedReaders[type];
      const names = [...new Set(wanted.map(({ name }) => name))];
      const there = reader && (await read(`named.${type}`, [], () => reader(place, names)));
      return [type, there] as const;
    },
    { concurrency: 4 },
  );
  return Object.fromEntries(found.flatMap(([type, names]) => (names ? [[type, names]] : [])));
}
