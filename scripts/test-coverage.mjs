// How much of the code the tests reach: TypeScript under unit and processes (c8), and the embedded
// AWS under its own tests (pytest-cov). Whole rehearsals do not count: they reach nearly all, and
// assert little of it. Pages are in reports/coverage; `npm test` does not need this.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const c8 = path.join(root, 'node_modules/c8/bin/c8.js');
const test = path.join(root, 'scripts/test.mjs');
// Compiled code from a cache is counted less precisely.
// https://nodejs.org/api/module.html#limitations-of-the-compile-cache
const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
const python = {
  ...env,
  PYTEST_ADDOPTS:
    '--cov=embedded_aws --cov-report=html:reports/coverage/embedded-aws --cov-report=term:skip-covered',
};

const failed = [
  ['typescript', [c8, process.execPath, test, 'unit', 'processes'], env],
  ['embedded-aws', [test, 'embedded-aws'], python],
].filter(
  ([, args, environment]) =>
    spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment }).status !==
    0,
);
process.exitCode = failed.length === 0 ? 0 : 1;
