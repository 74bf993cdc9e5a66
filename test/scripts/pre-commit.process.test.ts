import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';

const root = path.join(import.meta.dirname, '../..');

describe('the pre-commit hook', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-hook-'));
    for (const file of ['biome.json', 'pyproject.toml']) {
      copyFileSync(path.join(root, file), path.join(folder, file));
    }
    mkdirSync(path.join(folder, 'rehearsal'));
    for (const made of ['node_modules', 'rehearsal/.venv']) {
      symlinkSync(path.join(root, made), path.join(folder, made));
    }
    spawnSync('git', ['init', '--quiet'], { cwd: folder });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const stage = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    spawnSync('git', ['add', name], { cwd: folder });
  };
  const hook = () =>
    spawnSync(path.join(root, '.githooks/pre-commit'), { cwd: folder, encoding: 'utf8' });

  it('passes what is formatted, and files of other kinds', () => {
    stage('good.ts', "export const a = 'b';\n");
    stage('good.py', 'A = "b"\n');
    stage('notes.md', 'text');

    const { status, stderr } = hook();

    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });

  it('rejects TypeScript and Python that lint rejects, and reads only staged files', () => {
    stage('good.ts', "export const a = 'b';\n");
    stage('bad.py', 'import os\n');
    writeFileSync(path.join(folder, 'unstaged.ts'), 'var a = "b"');

    const python = hook();
    stage('unstaged.ts', 'var a = "b"');
    stage('bad.py', 'A = "b"\n');
    const typescript = hook();

    expect(python.status).to.equal(1);
    expect(python.stdout).to.contain('F401').and.not.contain('unstaged.ts');
    expect(typescript.status).to.equal(1);
    expect(typescript.stderr).to.contain('unstaged.ts').and.not.contain('F401');
  });
});
