import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parsePage } from './page.ts';

const folder = path.join(import.meta.dirname, '../../docs/operations');
const lives = path.join(import.meta.dirname, 'lives');

describe('docs/operations', () => {
  const pages = globSync('*.md', { cwd: folder })
    .map((file) => path.basename(file, '.md'))
    .filter((name) => name !== 'README');

  it('has no page that is not performed, and no page is performed that it has not', () => {
    const texts = globSync('*.test.ts', { cwd: lives }).map((file) =>
      readFileSync(path.join(lives, file), 'utf8'),
    );
    const performed = texts.flatMap((text) =>
      [...text.matchAll(/page: '([a-z-]+)'/g)].map(([, name]) => name),
    );

    expect([...new Set(performed)]).to.have.members(pages);
  });

  it('lists each page, by its title', () => {
    const index = readFileSync(path.join(folder, 'README.md'), 'utf8');

    for (const page of pages) {
      const { title } = parsePage(readFileSync(path.join(folder, `${page}.md`), 'utf8'));
      expect(index).to.include(`[${title}](${page}.md)`);
    }
  });
});
