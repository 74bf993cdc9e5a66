#!/usr/bin/env node
// Lets Prowler, ScoutSuite and the AWS CLI judge the rehearsed accounts: installs what
// security-audit/ pins into .venv-prowler and .venv-scoutsuite, about 2 GB each and some minutes
// the first time, the CLI into .venv-aws-cli, and runs test/scanners. PROWLER=path,
// SCOUTSUITE=path and AWS_CLI=path use those that are there.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AuditError } from '../security-audit/errors.ts';
import { installTool } from '../security-audit/scanners/install.ts';
import { tools } from '../security-audit/scanners/tools/all.ts';
import { installAwsCli } from '../test/scanners/aws-cli.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const tell = (text) => process.stderr.write(`test-scanners: ${text}\n`);

try {
  const env = { ...process.env };
  for (const tool of tools) {
    env[tool.variable] = await installTool(tool, { environment: process.env, tell });
  }
  env.AWS_CLI = await installAwsCli({ environment: process.env, tell });
  const { status } = spawnSync(
    process.execPath,
    [mocha, '--timeout', '1800000', 'test/scanners/*.scanner.ts'],
    { cwd: root, stdio: 'inherit', env },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof AuditError)) {
    throw error;
  }
  tell(error.message);
  process.exitCode = 1;
}
