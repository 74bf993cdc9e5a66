// How long the report of a security audit takes to open in Chromium, and to filter.
// `node bench/audit-page.ts` writes bench/audit-page.md; with numbers of findings it prints. It
// fails when the largest takes longer than it may.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { renderPage } from '../security-audit/page/index.ts';
import { launch } from '../test/browser/chromium.ts';
import { sampleInput } from '../test/security-audit/page/sample.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [1_800, 20_000, 100_000];
const findingsPerAccount = 200;
const runs = 7;
const limitMs = 3000;

interface Row {
  readonly findings: number;
  readonly accounts: number;
  readonly megabytes: number;
  readonly renderMs: number;
  readonly openMs: number;
  readonly slowestOpenMs: number;
  readonly selectMs: number;
  readonly textMs: number;
  readonly sortMs: number;
}

const actions = {
  select: `document.querySelector('[name="service"]').value = 's3'`,
  text: `document.querySelector('[name="service"]').value = ''; document.querySelector('[name="text"]').value = 'bucket 0f'`,
};

/** Until what changed is painted: the second frame is drawn after the first. */
const painted = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

const filter = (page: Page, action: string) =>
  page.evaluate<number>(`(async () => {
    const started = performance.now();
    ${action};
    document.querySelector('#filters').dispatchEvent(new Event('input'));
    await ${painted};
    return performance.now() - started;
  })()`);

const sort = (page: Page) =>
  page.evaluate<number>(`(async () => {
    const started = performance.now();
    document.querySelector('[data-sort="resource"]').click();
    await ${painted};
    return performance.now() - started;
  })()`);

/** One look with a new browser: from navigation until the table is filled, painted and answers. */
async function look(url: string) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const started = performance.now();
    await page.goto(url);
    await page.locator('#table tbody tr').first().waitFor();
    await page.evaluate(painted);
    const open = performance.now() - started;
    const all = await sort(page);
    const select = await filter(page, actions.select);
    const text = await filter(page, actions.text);
    return { open, sort: all, text, select };
  } finally {
    await browser.close();
  }
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(findings: number, folder: string): Promise<Row> {
  const accounts = Math.max(12, Math.round(findings / findingsPerAccount));
  const input = sampleInput({ accounts, findings });
  const file = path.join(folder, `${findings}.html`);
  const started = performance.now();
  writeFileSync(file, renderPage(input));
  const renderMs = performance.now() - started;
  const looks: Awaited<ReturnType<typeof look>>[] = [];
  for (let run = 0; run < runs; run += 1) {
    looks.push(await look(pathToFileURL(file).href));
  }
  return {
    ...{ findings, accounts, renderMs, megabytes: statSync(file).size / 1e6 },
    openMs: median(looks.map(({ open }) => open)),
    slowestOpenMs: Math.max(...looks.map(({ open }) => open)),
    selectMs: median(looks.map(({ select }) => select)),
    textMs: median(looks.map(({ text }) => text)),
    sortMs: median(looks.map(({ sort: sorted }) => sorted)),
  };
}

const table = (rows: readonly Row[]): string =>
  [
    '| accounts | findings | file, MB | render, ms | open, ms | slowest open, ms | choose a service, ms | search two words, ms | sort by resource, ms |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      (row) =>
        `| ${row.accounts} | ${row.findings} | ${row.megabytes.toFixed(2)} | ${[
          row.renderMs,
          row.openMs,
          row.slowestOpenMs,
          row.selectMs,
          row.textMs,
          row.sortMs,
        ]
          .map((ms) => ms.toFixed(0))
          .join(' | ')} |`,
    ),
  ].join('\n');

const text = (rows: readonly Row[]): string => `# The report of a security audit in a browser

\`node bench/audit-page.ts\`: generated findings in headless Chromium, the median of ${runs} new browsers; the file opens
from disk. Open is from navigation until the table is filled and painted, and answers. A filter is from the choice until
the answer is painted. The largest must open in less than ${limitMs} ms.

${table(rows)}
`;

const folder = mkdtempSync(path.join(tmpdir(), 'audit-page-'));
try {
  const rows: Row[] = [];
  for (const findings of sizes) {
    rows.push(await measure(findings, folder));
  }
  const file = path.join(import.meta.dirname, 'audit-page.md');
  if (given.length === 0) {
    writeFileSync(file, text(rows));
  }
  process.stdout.write(`${table(rows)}\n`);
  const slow = rows.find(({ openMs }) => openMs > limitMs);
  if (slow) {
    throw new Error(`${slow.findings} findings take ${slow.openMs.toFixed(0)} ms to open`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
