#!/usr/bin/env node
// Sets up what the two commands need: npm packages as in package-lock.json, and
// rehearsal/.venv with the Python packages of rehearsal/embedded-aws/requirements.txt.
// No dependencies; says what is missing in one line; quick when nothing is to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const requirements = path.join(root, 'rehearsal/embedded-aws/requirements.txt');
const venv = path.join(root, 'rehearsal/.venv');

class SetupError extends Error {}

/** Runs a command quietly; its output is in the answer. */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  return { ok: result.status === 0, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** Says what takes a while, and how long it took. */
function step(text, action) {
  process.stderr.write(`setup: ${text} … `);
  const started = Date.now();
  action();
  process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s\n`);
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const lockStamp = path.join(root, 'node_modules/.package-lock.sha256');
const lockHash = () => hash(readFileSync(path.join(root, 'package-lock.json')));

/** Whether `npm ci` was run here for this very lock file. */
const isInstalledHere = () =>
  existsSync(lockStamp) && readFileSync(lockStamp, 'utf8') === lockHash();

/** The packages that package-lock.json wants on every machine, and that are not there. */
function packagesOutOfStep() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages ?? {};
  return Object.keys(wanted).filter(
    (name) =>
      name !== '' &&
      !wanted[name].optional &&
      !wanted[name].peer &&
      !wanted[name].extraneous &&
      (installed[name]?.version !== wanted[name].version ||
        !existsSync(path.join(root, name, 'package.json'))),
  );
}

const outOfReach =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|NewConnectionError|ConnectTimeout|No matching distribution/;

/** The lines that say what went wrong: the first that say "error", else the last ones. */
function telling(output) {
  const lines = output.trim().split('\n');
  const errors = lines.filter((line) => /error\W+\S{5}/i.test(line));
  return (errors.length > 0 ? errors.slice(0, 4) : lines.slice(-4)).join('\n');
}

function installPackages() {
  if (isInstalledHere() || packagesOutOfStep().length === 0) {
    return;
  }
  step('installing the npm packages of package-lock.json', () => {
    // npm replaces node_modules, so it must not run on the node that is in there.
    const PATH = (process.env.PATH ?? '')
      .split(path.delimiter)
      .filter((folder) => !folder.includes(`node_modules${path.sep}.bin`))
      .join(path.delimiter);
    const result = run('npm', ['ci', '--no-audit', '--no-fund'], {
      env: { ...process.env, PATH },
    });
    if (!result.ok) {
      throw new SetupError(
        outOfReach.test(result.output)
          ? 'the npm registry is out of reach: check the network, or `npm config get registry`'
          : `npm ci failed; run it to see all of it:\n${telling(result.output)}`,
      );
    }
    writeFileSync(lockStamp, lockHash());
  });
}

/** The first python that is new enough: $PYTHON, python3, python. */
function findPython() {
  const found = [];
  for (const python of [process.env.PYTHON, 'python3', 'python'].filter(Boolean)) {
    const { ok, output } = run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    const [major, minor] = output.trim().split('.').map(Number);
    if (ok && major === 3 && minor >= 10) {
      return { python, version: output.trim() };
    }
    if (ok) {
      found.push(`${python} is ${output.trim()}`);
    }
  }
  throw new SetupError(
    `Python 3.10 or newer is needed (${found.join(', ') || 'none found'}): install python3, or set PYTHON to its path`,
  );
}

function installPython() {
  const { python, version } = findPython();
  const stamp = path.join(venv, '.requirements');
  const wanted = hash(`${version}\n${readFileSync(requirements, 'utf8')}`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  if (!run(python, ['-c', 'import venv, ensurepip']).ok) {
    throw new SetupError(
      `${python} has no venv module: install it (Debian, Ubuntu: apt install python3-venv)`,
    );
  }
  step('installing the Python packages of the embedded AWS into rehearsal/.venv', () => {
    rmSync(venv, { recursive: true, force: true });
    // What the system has already is not fetched again.
    const made = run(python, ['-m', 'venv', '--system-site-packages', venv]);
    if (!made.ok) {
      throw new SetupError(`${python} -m venv failed:\n${telling(made.output)}`);
    }
    const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
    const pip = run(path.join(venv, bin, 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--requirement',
      requirements,
    ]);
    if (!pip.ok) {
      throw new SetupError(
        outOfReach.test(pip.output)
          ? `the Python package index is out of reach, or has not got what requirements.txt pins:\n${telling(pip.output)}`
          : `pip install failed:\n${telling(pip.output)}`,
      );
    }
    writeFileSync(stamp, wanted);
  });
}

try {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    throw new SetupError(
      `Node.js 20 or newer is needed, this is ${process.versions.node}: install it from nodejs.org`,
    );
  }
  installPackages();
  installPython();
} catch (error) {
  if (!(error instanceof SetupError)) {
    throw error;
  }
  process.stderr.write(`setup: ${error.message}\n`);
  process.exit(1);
}
