import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What a task file or template names: an attribute of a task, or a function of org-formation. */
const named =
  /(?:!(?:Include|ReadFile|MD5File|MD5Dir|MD5)\s+|\b(?:Path|Template|LocalPath|SchemaHandlerPackage|file):\s*)['"]?(\.{1,2}\/[^\s'",}]+)/g;

const isYaml = (file: string): boolean => /\.ya?ml$/.test(file);

/** The files that a text names, relative to the folder in which it stands. */
const namedFiles = (text: string, folder: string): string[] =>
  [...text.matchAll(named)].map(([, name = '']) => path.join(folder, name));

/** A file, and every file that it names, directly or not; of a folder, all that is in it. */
export function filesFrom(file: string, found = new Set<string>()): Set<string> {
  const full = path.resolve(file);
  if (found.has(full) || !existsSync(full)) {
    return found;
  }
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full)) {
      filesFrom(path.join(full, name), found);
    }
    return found;
  }
  found.add(full);
  if (isYaml(full)) {
    for (const one of namedFiles(readFileSync(full, 'utf8'), path.dirname(full))) {
      filesFrom(one, found);
    }
  }
  return found;
}
