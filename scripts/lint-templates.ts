// cfn-lint over every template as org-formation binds it for every target.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem, python, renderProblem } from 'ofn-rehearse';
import { printBoundTemplates } from './bound-templates.ts';

/** One of each content: accounts that get the same template are judged once. */
function distinct(files: readonly string[]): string[] {
  const byContent = new Map(
    files.map((file) => [createHash('sha256').update(readFileSync(file)).digest('hex'), file]),
  );
  return [...byContent.values()];
}

const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-lint-'));
try {
  const files = await printBoundTemplates(folder);
  const toLint = distinct(files);
  process.stdout.write(`${files.length} templates, ${toLint.length} of them distinct\n`);
  const { status } = spawnSync(
    python(),
    ['-c', 'from cfnlint.runner import main; main()', '--non-zero-exit-code', 'warning', ...toLint],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof Problem)) {
    throw error;
  }
  process.stderr.write(`${renderProblem(error, process.stderr)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
