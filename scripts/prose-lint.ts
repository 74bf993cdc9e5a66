// Finds words that are not the field's in what is read: comments, docstrings, messages, pages.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lint } from './prose-lint/lint.ts';
import { allowed, own } from './prose-lint/places.ts';
import { words } from './prose-lint/words.ts';

const root = path.dirname(import.meta.dirname);
const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
if (listed.status !== 0) {
  throw new Error(`git ls-files failed in ${root}: ${listed.error?.message ?? listed.stderr}`);
}
const files = listed.stdout.split('\n').filter((file) => file && existsSync(path.join(root, file)));
const sources = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
const { findings, unused } = lint(sources, words, allowed, own);
for (const { file, line, found, use } of findings) {
  process.stderr.write(`${file}:${line}: "${found}": ${use}\n`);
}
for (const { file, text } of unused) {
  process.stderr.write(`scripts/prose-lint/places.ts: "${text}" is not in ${file}: delete it\n`);
}
process.exit(findings.length + unused.length > 0 ? 1 : 0);
