// Two habits that Biome has no rule for, so that all folders read alike: no blank line stands before
// `return`, where the formatter keeps what it finds, and no spread serves to keep items on one line.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { faultsOf } from './lint-style/style.ts';

const root = path.dirname(import.meta.dirname);
const { stdout, status, stderr } = spawnSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.mjs', '*.cjs'],
  { cwd: root, encoding: 'utf8' },
);
if (status !== 0) {
  throw new Error(`git ls-files failed in ${root}: ${stderr}`);
}
const faults = stdout
  .split('\n')
  // Its own tests hold samples of both.
  .filter((file) => file !== '' && !file.startsWith('test/scripts/lint-style/'))
  .filter((file) => existsSync(path.join(root, file)))
  .flatMap((file) =>
    faultsOf(file, readFileSync(path.join(root, file), 'utf8')).map(
      ({ line, text }) => `${file}:${line}: ${text}\n`,
    ),
  );
process.stderr.write(faults.join(''));
process.exit(faults.length > 0 ? 1 : 0);
