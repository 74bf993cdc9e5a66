import {
  closeSync,
  fsyncSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Kind } from './removals.ts';

/** Something that is about to be made, and how it is found again. */
export interface Entry {
  readonly kind: Kind;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
}

/** Where journals are, from the working directory. */
export const journalFolder = 'reports/trial';

type Line = { readonly make: Entry } | { readonly removed: Entry };

/**
 * What a trial makes, on disk before it is made: whatever ends the trial, the next one can remove it.
 * The file is gone once everything is.
 */
export class Journal {
  readonly file: string;
  #descriptor: number | undefined;
  readonly #open: Entry[] = [];

  constructor(folder: string, name: string) {
    this.file = path.join(folder, `${name}.jsonl`);
  }

  /** On disk once it returns. */
  make(entry: Entry): void {
    this.#write({ make: entry });
    this.#open.push(entry);
  }

  removed(entry: Entry): void {
    this.#write({ removed: entry });
    this.#open.splice(this.#open.indexOf(entry), 1);
  }

  /** Removes the file if nothing is left to remove. */
  close(): void {
    if (this.#descriptor !== undefined) {
      closeSync(this.#descriptor);
      this.#descriptor = undefined;
    }
    if (this.#open.length === 0) {
      rmSync(this.file, { force: true });
    }
  }

  #write(line: Line): void {
    if (this.#descriptor === undefined) {
      mkdirSync(path.dirname(this.file), { recursive: true });
      this.#descriptor = openSync(this.file, 'a', 0o600);
    }
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#descriptor);
  }
}

/** A journal of a trial that has ended, and what it left: the latest first. */
export interface Left {
  readonly file: string;
  readonly entries: readonly Entry[];
}

export function leftBy(folder: string): Left[] {
  return globSync('*.jsonl', { cwd: folder })
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      return { file, entries: entriesOf(readFileSync(file, 'utf8')) };
    });
}

/** What was made and not removed; a line that was cut off by the end of the process made nothing. */
export function entriesOf(text: string): Entry[] {
  const open = new Map<string, Entry>();
  for (const line of text.split('\n')) {
    const read = parsed(line);
    if (read && 'make' in read) {
      open.set(JSON.stringify(read.make), read.make);
    } else if (read) {
      open.delete(JSON.stringify(read.removed));
    }
  }
  return [...open.values()].reverse();
}

function parsed(line: string): Line | undefined {
  if (!line.endsWith('}')) {
    return undefined;
  }
  try {
    return JSON.parse(line) as Line;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
