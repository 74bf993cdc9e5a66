import { expect } from 'chai';
import type { PageInput } from '../../security-audit/page/types.ts';
import { nastyTexts } from '../security-audit/page/arbitrary.ts';
import { aFinding, aRun, aScan } from '../security-audit/page/fixtures.ts';
import { AuditPages, addressOf, matches } from './audit-page.ts';

const pages = new AuditPages();
const texts = nastyTexts.filter((text) => text !== '').map((text) => text.toWellFormed());
// A browser reads NUL as nothing or as another character.
const shown = texts.filter((text) => !text.includes('\0'));

/** A page in which every text is one of those that would do harm. */
function nastyInput(): PageInput {
  const scans = texts.map((text, index) =>
    aScan({
      id: `${index}`,
      status: 'failed',
      reason: text,
      files: [`${index}/prowler/d/${text}`],
    }),
  );
  const accounts = texts.map((name, index) => ({ id: `${index}`, name, state: 'ACTIVE' }));
  const run = aRun(scans, { accounts, role: texts.join(' ') });
  const findings = texts.map((text, index) => {
    const names = { check: text, title: text, service: text, region: text, resource: text };
    return aFinding({ account: `${index}`, ...names, controls: [text, 'a', 'b', text, 'c'] });
  });
  return { run, findings, previous: { run, findings: [] } };
}

describe('an audit page with texts that would do harm', () => {
  before(() => pages.start());
  after(() => pages.stop());
  afterEach(() => pages.finish());

  it('runs none of them, asks for nothing and breaks no policy', async () => {
    const page = await pages.open(pages.write(nastyInput()));

    const made = await page.locator('img, iframe, body style, [onmouseover], [onerror]').count();

    expect(made).to.equal(0);
    expect(await page.locator('script').count()).to.equal(2);
    expect(await matches(page).textContent()).to.equal(
      `${texts.length} of ${texts.length} findings`,
    );
  });

  it('shows reasons and resources as they are written', async () => {
    const page = await pages.open(pages.write(nastyInput()));

    const reasons = await page.locator('#not-scanned td.wide').allTextContents();
    const resources = await page.locator('#table td.wide.code').allTextContents();

    expect(reasons).to.include.members(shown);
    expect(resources).to.include.members(shown);
  });

  for (const name of ['service', 'region', 'control']) {
    it(`filters by a ${name} of such a name, and comes back from the address`, async () => {
      const first = await pages.open(pages.write(nastyInput()));
      const name0 = texts[0] ?? '';

      await first.locator(`select[name="${name}"]`).selectOption(name0);
      const second = await pages.open(await addressOf(first));

      expect(await matches(second).textContent()).to.equal(`1 of ${texts.length} findings`);
    });
  }

  it('is harmed by no address', async () => {
    const url = pages.write(nastyInput());

    for (const text of shown) {
      const hash = new URLSearchParams({ account: text, text, severity: text, sort: text });
      const page = await pages.open(`${url}#${hash}`);

      expect(await page.locator('select[name="account"]').inputValue()).to.equal(text);
    }
  });

  it('has no link that leads away from its folder', async () => {
    const page = await pages.open(pages.write(nastyInput()));

    const links = await page
      .locator('a')
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));

    const base = new URL('.', page.url()).href;
    expect(links.filter((link) => !link.startsWith(base))).to.deep.equal([]);
  });
});
