#!/usr/bin/env node
// Lets Prowler's own checks judge the rehearsed account: installs the Prowler that
// test/prowler/requirements.txt pins into .venv-prowler, about 2 GB and some minutes
// the first time, and runs test/prowler. PROWLER=path uses one that is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const requirements = path.join(root, 'test/prowler/requirements.txt');
const venv = path.join(root, '.venv-prowler');
const stamp = path.join(venv, '.requirements');

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.status !== 0) {
    process.stderr.write(`test-prowler: ${command} ${args.slice(0, 3).join(' ')} failed\n`);
    process.exit(result.status ?? 1);
  }
}

/** A Python that Prowler runs on: 3.10 to 3.13. */
function findPython() {
  const candidates = [process.env.PYTHON, 'python3', 'python3.13', 'python3.12', 'python3.11'];
  const code = 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] < (3, 14))';
  const found = candidates.find((python) => python && spawnSync(python, ['-c', code]).status === 0);
  if (!found) {
    process.stderr.write('test-prowler: Python 3.10 to 3.13 is needed: set PYTHON to its path\n');
    process.exit(1);
  }
  return found;
}

function install() {
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  process.stderr.write('test-prowler: installing Prowler into .venv-prowler …\n');
  rmSync(venv, { recursive: true, force: true });
  run(findPython(), ['-m', 'venv', venv]);
  run(path.join(venv, 'bin/python'), [
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
    ...['--requirement', requirements],
  ]);
  writeFileSync(stamp, wanted);
}

if (!process.env.PROWLER) {
  install();
}
run(
  process.execPath,
  [
    path.join(root, 'node_modules/mocha/bin/mocha.js'),
    ...['--timeout', '600000', 'test/prowler/*.prowler.ts'],
  ],
  { env: { ...process.env, PROWLER: process.env.PROWLER ?? path.join(venv, 'bin/prowler') } },
);
