import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const replacement = '[redacted]';

/** Secrets that must not be in any log or report. Renewed credentials are added. */
export class Secrets {
  #texts: string[] = [];

  /** Plain, and URL-encoded. */
  add(...texts: readonly string[]): void {
    const all = texts.flatMap((text) => [text, encodeURIComponent(text)]);
    const known = new Set([...this.#texts, ...all.filter((text) => text !== '')]);
    // The longest first: one may be a prefix of another.
    this.#texts = [...known].sort((one, other) => other.length - one.length);
  }

  /** The text without them, and their number. */
  remove(text: string): { text: string; count: number } {
    let count = 0;
    let clean = text;
    for (const secret of this.#texts) {
      const parts = clean.split(secret);
      count += parts.length - 1;
      clean = parts.join(replacement);
    }
    return { text: clean, count };
  }

  /** Length of a possible prefix of one at the end of the text. */
  beginning(text: string): number {
    let longest = 0;
    for (const secret of this.#texts) {
      for (let size = Math.min(secret.length - 1, text.length); size > longest; size -= 1) {
        if (text.endsWith(secret.slice(0, size))) {
          longest = size;
        }
      }
    }
    return longest;
  }
}

/**
 * Passes bytes without secrets, wherever the chunks are split.
 * @param onFound called with the number that was found
 */
export function redacting(secrets: Secrets, onFound: (count: number) => void = () => {}) {
  let rest = '';
  const clean = (chunk: string) => {
    const { text, count } = secrets.remove(rest + chunk);
    if (count > 0) {
      onFound(count);
    }
    return text;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Latin-1 keeps every byte, also half a character; secrets are ASCII.
      const text = clean(chunk.toString('latin1'));
      const end = text.length - secrets.beginning(text);
      rest = text.slice(end);
      done(null, Buffer.from(text.slice(0, end), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(clean(''), 'latin1'));
    },
  });
}

/** Every file below a folder, relative to it, in order. Links and the like are removed. */
export async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names.sort()) {
    const file = path.join(folder, name);
    const entry = await lstat(file);
    if (entry.isFile()) {
      files.push(name);
    } else if (!entry.isDirectory()) {
      // Its target is not a report, and must not be uploaded as one.
      await rm(file);
    }
  }
  return files;
}

/** Removes secrets from every file below a folder. */
export async function redactFiles(folder: string, secrets: Secrets): Promise<void> {
  for (const name of await filesBelow(folder)) {
    await redactFile(path.join(folder, name), secrets);
  }
}

/** Removes secrets from a file; one without any is not changed. */
export async function redactFile(file: string, secrets: Secrets): Promise<void> {
  let found = 0;
  const counting = redacting(secrets, (count) => {
    found += count;
  });
  await pipeline(createReadStream(file), counting, nowhere());
  if (found > 0) {
    const clean = `${file}.redacted`;
    await pipeline(createReadStream(file), redacting(secrets), createWriteStream(clean));
    await rename(clean, file);
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
