import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A copy of what is in version control, with the same packages. */
export function copyOfRepository(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'copy-of-repository-'));
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.stdout.split('\n').filter((name) => name !== '')) {
    cpSync(path.join(root, file), path.join(copy, file));
  }
  for (const folder of ['node_modules', 'rehearsal/.venv', 'dist']) {
    symlinkSync(path.join(root, folder), path.join(copy, folder));
  }
  // The prose linter asks git which files there are.
  spawnSync('git', ['init', '-q'], { cwd: copy });
  writeFileSync(path.join(copy, '.git/info/exclude'), 'node_modules\n.venv\ndist\n');

  return copy;
}

/** Takes a copy as it is for what changes are compared with. */
export function keepAsBaseline(copy: string): void {
  spawnSync('git', ['add', '--all'], { cwd: copy });
}

/** The files of a copy that are new or have another content than the baseline. */
export function changedFiles(copy: string): string[] {
  const list = (...args: string[]): string[] =>
    spawnSync('git', args, { cwd: copy, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);

  return [
    ...list('diff', '--name-only'),
    ...list('ls-files', '--others', '--exclude-standard'),
  ].sort();
}
