// Everything that is checked without running it: format and lint of TypeScript
// and Python, types, dead code, and the templates as org-formation binds them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const python = path.join(root, 'rehearsal/.venv/bin/python');
const folders = ['rehearsal/embedded-aws', 'rehearsal/test/embedded-aws', 'test/scanners'];

const checks = [
  ['biome', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['tsc', bin('tsc'), ['--noEmit', '--project', '.']],
  ['tsc of the browser', bin('tsc'), ['--noEmit', '--project', 'tsconfig.browser.json']],
  ['ruff check', python, ['-m', 'ruff', 'check', ...folders]],
  ['ruff format', python, ['-m', 'ruff', 'format', '--check', ...folders]],
  ['mypy', python, ['-m', 'mypy']],
  ['vulture', python, ['rehearsal/embedded-aws/dead_code.py']],
  ['docs', process.execPath, ['scripts/docs.ts', '--check']],
  ['style', process.execPath, ['scripts/lint-style.ts']],
  ['prose', process.execPath, ['scripts/prose-lint.ts']],
  ['cfn-lint', process.execPath, ['scripts/lint-templates.ts']],
];

const failed = checks.filter(([name, command, args]) => {
  process.stdout.write(`── ${name}\n`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  process.stdout.write(`failed: ${failed.map(([name]) => name).join(', ')}\n`);
  process.exit(1);
}
