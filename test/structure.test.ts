import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';

const root = path.dirname(import.meta.dirname);
const files = globSync('**/*.ts', {
  cwd: root,
  exclude: (name) => /(^|\/)(node_modules|dist|\.venv[^/]*|\.trino|reports)$/.test(name),
}).sort();

/** What a file imports, types included: as files of the project, or as names of packages. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^;'"`]*?from '([^']+)'/gm),
    ...text.matchAll(/\bimport\(\s*'([^']+)'/g),
    ...text.matchAll(/^import '([^']+)'/gm),
  ].map(([, specifier = '']) => specifier);

  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? path.join(path.dirname(file), specifier) : specifier,
  );
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** A circle that `start` is part of, as the files on the way. */
function circleFrom(start: string): string[] | undefined {
  const seen = new Set<string>();
  const search = (file: string, way: string[]): string[] | undefined => {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        return [...way, start];
      }
      if (graph.has(next) && !seen.has(next)) {
        seen.add(next);
        const found = search(next, [...way, next]);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  };

  return search(start, [start]);
}

const isEngine = (file: string): boolean => file.startsWith('rehearsal/');

describe('the structure of the project', () => {
  it('has files to look at', () => {
    expect(files.length).to.be.greaterThan(500);
    expect(importsOf('rehearsal/rehearse.ts')).to.include('rehearsal/rehearsal.ts');
  });

  it('has no circle of imports', () => {
    const circles = files.flatMap((file) => circleFrom(file)?.join(' -> ') ?? []);

    expect(circles.slice(0, 3)).to.deep.equal([]);
  });

  it('imports nothing of the root into the rehearsal', () => {
    const strangers = files.filter(isEngine).flatMap((file) =>
      importsOf(file)
        .filter((name) => name.includes('/') && graph.has(name) && !isEngine(name))
        .map((name) => `${file} -> ${name}`),
    );

    expect(strangers).to.deep.equal([]);
  });

  it('imports of the rehearsal what its package exports', () => {
    const inside = files
      .filter((file) => !isEngine(file))
      .flatMap((file) =>
        importsOf(file)
          .filter(isEngine)
          .map((name) => `${file} -> ${name}`),
      );

    expect(inside).to.deep.equal([]);
  });
});
