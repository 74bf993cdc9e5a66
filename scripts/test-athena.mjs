#!/usr/bin/env node
// Runs every saved query of templates/athena on Trino, on which Athena is built, over sample logs
// in an embedded AWS: test/trino. Trino and a Java runtime are downloaded once, 530 MB, into .trino
// and .venv-trino; JAVA_HOME is used where it is Java 24 or newer, and MAVEN_REPO_URL names another
// Maven repository than Maven Central.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TrinoError } from '../test/trino/errors.ts';
import { installTrino } from '../test/trino/install.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const begun = Date.now();
const tell = (text) => {
  const seconds = Math.round((Date.now() - begun) / 1000);
  process.stderr.write(`test-athena: ${text} (${seconds} s)\n`);
};

try {
  const { home, java } = await installTrino({ environment: process.env, tell });
  tell('starting an embedded AWS and Trino …');
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/mocha/bin/mocha.js'),
      '--timeout',
      '240000',
      'test/trino/*.trino.ts',
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TRINO_HOME: home, TRINO_JAVA: java },
    },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof TrinoError)) {
    throw error;
  }
  tell(error.message);
  process.exitCode = 1;
}
