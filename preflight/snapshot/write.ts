import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a file that only its owner may read, as a whole or not at all. Its folder is made if need be.
 * @returns the number of bytes
 */
export function writeWhole(file: string, lines: Iterable<string>): number {
  const unfinished = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  mkdirSync(path.dirname(file), { recursive: true });
  // 0600 from the beginning, whatever the umask; 'wx' does not follow a link that waits there.
  const descriptor = openSync(unfinished, 'wx', 0o600);
  let bytes = 0;
  try {
    for (const line of lines) {
      const content = Buffer.from(line);
      for (let at = 0; at < content.length; ) {
        at += writeSync(descriptor, content, at);
      }
      bytes += content.length;
    }
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return bytes;
}
