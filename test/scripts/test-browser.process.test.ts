import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { findChromium } from '../browser/chromium.ts';

const script = path.join(import.meta.dirname, '../../scripts/test-browser.mjs');

describe('test:browser', () => {
  it('says how to come by a Chromium when there is none, and fails', () => {
    const env = { PATH: '/nonexistent' };

    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });

    expect(status).to.equal(1);
    expect(stderr).to.match(/^test-browser: no Chromium is on the path: install one \(.*CHROMIUM/);
  });

  it('takes the browser that CHROMIUM names, else one that is on the path', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'chromium-'));
    const browser = path.join(folder, 'google-chrome');
    writeFileSync(browser, '');
    chmodSync(browser, 0o755);
    const PATH = `/nonexistent${path.delimiter}${folder}`;

    const found = [findChromium({ PATH }), findChromium({ PATH, CHROMIUM: '/opt/chrome' })];

    rmSync(folder, { recursive: true });
    expect(found).to.deep.equal([browser, '/opt/chrome']);
  });
});
