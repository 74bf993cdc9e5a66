#!/usr/bin/env node
// Lets Prowler's own checks judge the rehearsed account: installs the Prowler that
// security-audit/prowler/requirements.txt pins into .venv-prowler, about 2 GB and some
// minutes the first time, and runs test/prowler. PROWLER=path uses one that is there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditError } from '../security-audit/errors.ts';
import { installTool } from '../security-audit/install.ts';
import { prowler } from '../security-audit/tools/prowler.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const tell = (text) => process.stderr.write(`test-prowler: ${text}\n`);

try {
  const file = await installTool(prowler, { environment: process.env, tell });
  const { status } = spawnSync(
    process.execPath,
    [mocha, '--timeout', '600000', 'test/prowler/*.prowler.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PROWLER: file } },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof AuditError)) {
    throw error;
  }
  tell(error.message);
  process.exitCode = 1;
}
