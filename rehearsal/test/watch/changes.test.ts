import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { FileChanges } from '../../watch/changes.ts';

describe('watched files', () => {
  let folder: string;
  let changes: FileChanges;
  const at = (name: string): string => path.join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-rehearse-changes-'));
    writeFileSync(at('a.yml'), 'a');
    changes = new FileChanges();
    changes.add([at('a.yml')]);
  });

  afterEach(() => {
    changes.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are seen when an editor puts another in their place', async () => {
    const next = changes.next();
    writeFileSync(at('.a.yml.swp'), 'b');
    renameSync(at('.a.yml.swp'), at('a.yml'));

    expect(await next).to.deep.equal([at('a.yml')]);
  });

  it('are seen when they are new or gone', () => {
    writeFileSync(at('b.yml'), 'b');
    const added = changes.take();
    rmSync(at('a.yml'));
    const removed = changes.take();

    expect([added, removed]).to.deep.equal([[at('b.yml')], [at('a.yml')]]);
  });

  it('have not changed when their content is the same', () => {
    writeFileSync(at('a.yml'), 'a');
    utimesSync(at('a.yml'), 1, 1);

    expect(changes.take()).to.deep.equal([]);
  });

  it('keep a change that comes before another folder is added', () => {
    writeFileSync(at('a.yml'), 'b');
    changes.add([at('a.yml'), path.join(tmpdir(), path.basename(folder), 'x.yml')]);

    expect(changes.take()).to.deep.equal([at('a.yml')]);
  });
});
