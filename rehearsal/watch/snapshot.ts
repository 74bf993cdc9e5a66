import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What identifies the content of a file. */
interface Seen {
  readonly modified: number;
  readonly size: number;
  readonly hash: string;
}

export type Snapshot = ReadonlyMap<string, Seen>;

/**
 * The files of some folders, but not of the folders in them.
 *
 * @param before reads only what looks different from then
 */
export function snapshotOf(folders: Iterable<string>, before: Snapshot = new Map()): Snapshot {
  const now = new Map<string, Seen>();
  for (const folder of folders) {
    for (const name of namesIn(folder)) {
      const file = path.join(folder, name);
      const seen = look(file, before.get(file));
      if (seen) {
        now.set(file, seen);
      }
    }
  }
  return now;
}

/** Files that are new, gone, or have another content. Files of folders that are new don't count. */
export function changesBetween(before: Snapshot, after: Snapshot): string[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file)?.hash !== after.get(file)?.hash).sort();
}

/** A folder may be gone, as a file may, by the time that it is read. */
function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder)) ?? [];
}

function look(file: string, known: Seen | undefined): Seen | undefined {
  const status = ifThere(() => statSync(file));
  if (!status?.isFile()) {
    return undefined;
  }
  const { mtimeMs: modified, size } = status;
  if (known && known.modified === modified && known.size === size) {
    return known;
  }
  const content = ifThere(() => readFileSync(file));
  return content && { modified, size, hash: createHash('sha256').update(content).digest('hex') };
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
