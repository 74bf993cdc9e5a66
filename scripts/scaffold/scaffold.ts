import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Change, type Kind, type Repository, ScaffoldError } from './kind.ts';
import { capability } from './kinds/capability.ts';
import { service } from './kinds/service.ts';
import { resourceType } from './kinds/type.ts';

/** All that can be scaffolded. */
export const kinds: readonly Kind[] = [capability, service, resourceType];

const repositoryAt = (root: string): Repository => ({
  read(file) {
    const place = path.join(root, file);
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  },
  find: (pattern) => globSync(pattern, { cwd: root }).sort(),
});

/**
 * Writes the files of a new thing; all of them, or none.
 * @throws ScaffoldError when its name is malformed or taken, or a new file is there already
 */
export function scaffold(kind: Kind, argument: string, root: string): readonly Change[] {
  const changes = kind.plan(argument, repositoryAt(root));
  const taken = changes.find(({ file, isNew }) => isNew && existsSync(path.join(root, file)));
  if (taken !== undefined) {
    throw new ScaffoldError(`${taken.file} is there: move it away, nothing is overwritten`);
  }
  for (const { file, text } of changes) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return changes;
}
