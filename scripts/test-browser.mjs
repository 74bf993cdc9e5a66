#!/usr/bin/env node
// Looks at what this project makes for a browser in a real one: runs test/browser in Chromium,
// which is $CHROMIUM or one that is on the path; none is downloaded.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, missingChromium } from '../test/browser/chromium.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CHROMIUM = findChromium();
if (!CHROMIUM) {
  process.stderr.write(`test-browser: ${missingChromium}\n`);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/mocha/bin/mocha.js'),
    '--timeout',
    '120000',
    'test/browser/*.browser.ts',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CHROMIUM } },
);
process.exit(status ?? 1);
