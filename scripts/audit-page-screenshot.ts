// Takes the picture of an audit's report that the README shows: docs/images/security-audit.png,
// from generated findings. `node scripts/audit-page-screenshot.ts`; Chromium as for test:browser.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderPage } from '../security-audit/page/index.ts';
import { launch } from '../test/browser/chromium.ts';
import { sampleInput } from '../test/security-audit/page/sample.ts';

const picture = path.join(import.meta.dirname, '../docs/images/security-audit.png');
const folder = mkdtempSync(path.join(tmpdir(), 'audit-page-'));
const browser = await launch();
try {
  const file = path.join(folder, 'index.html');
  writeFileSync(file, renderPage(sampleInput({ accounts: 500, findings: 100_000 })));
  const page = await browser.newPage({ viewport: { width: 1120, height: 918 } });
  await page.goto(pathToFileURL(file).href);
  await page.locator('#table tbody tr').first().waitFor();
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
