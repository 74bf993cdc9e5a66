import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { groupFindings } from '../../security-audit/page/groups.ts';
import { severities } from '../../security-audit/page/names.ts';
import { trendOf } from '../../security-audit/page/trend.ts';
import { countBySeverity, type PageInput, sum } from '../../security-audit/page/types.ts';
import type { Finding } from '../../security-audit/types.ts';
import { sampleInput } from '../security-audit/page/sample.ts';
import { AuditPages, follow, format, matchCount, matches } from './audit-page.ts';

const input = sampleInput({ accounts: 14, findings: 1500 });
const { findings } = input;
const pages = new AuditPages();

const breakdowns: [name: string, keysOf: (finding: Finding) => string[], always: string[]][] = [
  ['account', ({ account }) => [account], input.run.accounts.map(({ id }) => id)],
  ['service', ({ service }) => [service], []],
  ['control', ({ controls }) => controls, []],
];

describe('counts of the audit page in a browser', () => {
  before(() => pages.start());
  after(() => pages.stop());
  afterEach(() => pages.finish());

  it('begin with the accounts that were scanned, before anything else', async () => {
    const page = await pages.open(pages.write(input));

    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');

    expect(text).to.match(/^! 11 of 14 accounts scanned 1 failed, 1 timed out, 1 skipped\./);
  });

  it('say first that a run was interrupted', async () => {
    const { finishedAt: _, ...run } = input.run;
    const cut: PageInput = { run: { ...run, scans: run.scans.slice(0, 10) }, findings };
    const page = await pages.open(pages.write(cut));

    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');

    expect(text).to.match(
      /^! 2 of 14 accounts scanned This run was interrupted\. 1 failed, 1 timed out, 9 not reached, 1 skipped\./,
    );
  });

  it('are those of the findings, by severity, and what is new and resolved', async () => {
    const page = await pages.open(pages.write(input));
    const trend = trendOf(input);
    const counts = countBySeverity(findings);

    const tiles = await page.locator('.tiles li').allInnerTexts();

    expect(tiles.map((tile) => tile.replace(/\s+/g, ' ').toLowerCase())).to.deep.equal(
      severities.map(
        (name) =>
          `${format(counts[name])} ${name} ${trend?.appeared[name]} new, ${trend?.resolved[name]} resolved`,
      ),
    );
    expect(sum(counts)).to.equal(findings.length);
  });

  for (const [name, keysOf, always] of breakdowns) {
    it(`are those of the findings, by ${name}, in every row`, async () => {
      const page = await pages.open(pages.write(input));
      const groups = groupFindings(findings, keysOf, always);

      const rows = await page.locator(`#by-${name} tbody tr`).all();

      const seen = await Promise.all(rows.map((row) => row.locator('td.n').allTextContents()));
      expect(seen.map((row) => row.map((text) => text.replace('–', '0')))).to.deep.equal(
        groups.map(({ counts, total }) =>
          [...severities.map((severity) => counts[severity]), total].map(format),
        ),
      );
    });

    it(`lead from a row of a ${name} to as many findings`, async () => {
      const page = await pages.open(pages.write(input));
      const group = groupFindings(findings, keysOf)[1];
      const total = page.locator(`#by-${name} tbody tr`).nth(1).locator('td.n').last();

      // The link of the row lies over all its cells.
      await follow(page, () => total.click({ force: true }));

      expect(await page.locator(`select[name="${name}"]`).inputValue()).to.equal(group?.key);
      expect(await matchCount(page)).to.equal(group?.total);
    });
  }

  it('lead from a severity, and from what is new of it, to as many findings', async () => {
    const page = await pages.open(pages.write(input));

    await follow(page, () => page.locator('.tiles .high .whole').click());
    const high = await matchCount(page);
    await follow(page, () => page.locator('.tiles .high .change a').click());
    const fresh = await matchCount(page);

    expect([high, fresh]).to.deep.equal([
      countBySeverity(findings).high,
      trendOf(input)?.appeared.high,
    ]);
  });

  it('show the rest of a long list when asked', async () => {
    const page = await pages.open(pages.write(input));
    const rows = page.locator('#by-service tbody tr:visible');
    const all = groupFindings(findings, ({ service }) => [service]).length;
    const before = await rows.count();

    await page.locator('#by-service .more').click();

    expect([before, await rows.count()]).to.deep.equal([10, all]);
  });

  it('lead to the reports of a scan', async () => {
    const id = input.run.accounts[0]?.id ?? '';
    const folder = path.join(pages.folder, id, 'prowler/2026-11-28');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `prowler-output-${id}.html`), '<h1>Native report</h1>');
    const page = await pages.open(pages.write(input));

    await page.locator('tr', { hasText: id }).getByText('HTML').first().click();
    await page.waitForURL('**/prowler-output-*.html');

    expect(await page.locator('h1').textContent()).to.equal('Native report');
  });

  it('are right for 500 accounts and 100,000 findings', async () => {
    const large = sampleInput({ accounts: 500, findings: 100_000 });
    const page = await pages.open(pages.write(large));
    const s3 = large.findings.filter(({ service }) => service === 's3').length;
    const all = await matches(page).textContent();

    await page.locator('select[name="service"]').selectOption('s3');

    expect(all).to.equal('100,000 of 100,000 findings');
    expect(await matchCount(page)).to.equal(s3);
  });
});
