import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';

const root = path.join(import.meta.dirname, '../..');

/** A clone with nothing in it but the set-up, and what it is to install. */
function emptyClone(lock: object): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-setup-'));
  mkdirSync(path.join(folder, 'scripts'));
  mkdirSync(path.join(folder, 'rehearsal/embedded-aws'), { recursive: true });
  mkdirSync(path.join(folder, 'bin'));
  copyFileSync(path.join(root, 'scripts/setup.mjs'), path.join(folder, 'scripts/setup.mjs'));
  writeFileSync(path.join(folder, 'rehearsal/embedded-aws/requirements.txt'), '');
  writeFileSync(path.join(folder, 'package.json'), '{"name":"clone","version":"1.0.0"}');
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lock));

  return folder;
}

/** A command that prints a line, in place of the real one. */
function fake(folder: string, name: string, script: string): string {
  const file = path.join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);

  return file;
}

const nothing = { name: 'clone', lockfileVersion: 3, packages: { '': {} } };
const something = {
  ...nothing,
  packages: { '': { dependencies: { a: '1.0.0' } }, 'node_modules/a': { version: '1.0.0' } },
};

describe('the set-up', () => {
  let folder: string;

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const setUp = (env: Record<string, string>) =>
    spawnSync(process.execPath, [path.join(folder, 'scripts/setup.mjs')], {
      encoding: 'utf8',
      env: { PATH: path.join(folder, 'bin'), ...env },
    });

  it('says in one line that Python is missing, and how to get it', () => {
    folder = emptyClone(nothing);

    const { status, stderr } = setUp({});

    expect(status).to.equal(1);
    expect(stderr).to.equal(
      'setup: Python 3.10 or newer is needed (none found): install python3, or set PYTHON to its path\n',
    );
  });

  it('says which Python is too old', () => {
    folder = emptyClone(nothing);
    fake(folder, 'python3', 'echo 3.9');

    const { status, stderr } = setUp({});

    expect(status).to.equal(1);
    expect(stderr).to.match(/^setup: Python 3\.10 or newer is needed \(python3 is 3\.9\): .*\n$/);
  });

  it('says that the venv module is missing, and how to get it', () => {
    folder = emptyClone(nothing);
    fake(folder, 'python3', 'case "$*" in *ensurepip*) exit 1;; esac; echo 3.12');

    const { status, stderr } = setUp({});

    expect(status).to.equal(1);
    expect(stderr).to.match(/^setup: python3 has no venv module: .*apt install python3-venv\)\n$/);
  });

  it('says that the registry is out of reach', () => {
    folder = emptyClone(something);
    fake(folder, 'npm', 'echo "npm error code ECONNREFUSED" >&2; exit 1');

    const { status, stderr } = setUp({});

    expect(status).to.equal(1);
    expect(stderr).to.match(/setup: the npm registry is out of reach: check the network/);
  });

  it('installs what is out of step with the lock file', () => {
    folder = emptyClone(something);
    fake(folder, 'npm', 'echo "npm $*" >&2; exit 1');

    const { stderr } = setUp({});

    expect(stderr).to.match(/npm ci --no-audit --no-fund/);
  });
});
