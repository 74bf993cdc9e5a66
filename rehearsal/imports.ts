import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Scenario } from './scenario.ts';

/** Which file of a repository imports which: found while its configuration is loaded. */
export class Imports {
  readonly #importers = new Map<string, Set<string>>();

  note(file: string, importer?: string): void {
    const known = this.#importers.get(file) ?? new Set();
    this.#importers.set(file, importer === undefined ? known : known.add(importer));
  }

  get files(): string[] {
    return [...this.#importers.keys()];
  }

  has(file: string): boolean {
    return this.#importers.has(file);
  }

  /** A file, and all that import it, directly or not. */
  importersOf(file: string): Set<string> {
    const found = new Set<string>();
    const add = (one: string): void => {
      if (!found.has(one)) {
        found.add(one);
        this.#importers.get(one)?.forEach(add);
      }
    };
    add(file);
    return found;
  }
}

/**
 * Notes what is imported from now on, but for packages and what belongs to this one.
 *
 * @see https://nodejs.org/api/module.html#moduleregisterhooksoptions
 */
export function noteImports(): Imports {
  const imports = new Imports();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const file = ownFile(resolved.url);
      if (file !== undefined) {
        imports.note(file, context.parentURL && ownFile(context.parentURL));
      }
      return resolved;
    },
  });
  return imports;
}

const ownFile = (url: string): string | undefined => {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) {
    return undefined;
  }
  const file = fileURLToPath(url);
  return file.startsWith(`${import.meta.dirname}${path.sep}`) ? undefined : file;
};

/** The file that exports each scenario; one that no file exports by itself is missing. */
export async function filesOf(
  scenarios: readonly Scenario[],
  { files }: Pick<Imports, 'files'>,
): Promise<Map<Scenario, string>> {
  const wanted = new Set<unknown>(scenarios);
  const found = new Map<Scenario, string>();
  for (const file of files) {
    const exported = Object.values((await import(pathToFileURL(file).href)) as object);
    for (const scenario of exported.filter((value) => wanted.has(value))) {
      // The first is where it is written: one that exports it again has imported it before.
      found.set(scenario as Scenario, found.get(scenario as Scenario) ?? file);
    }
  }
  return found;
}
