import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { sampleInput } from '../security-audit/page/sample.ts';
import { AuditPages, addressOf, follow, matchCount } from './audit-page.ts';

const input = sampleInput({ accounts: 14, findings: 900 });
const pages = new AuditPages();
let url: string;

/** Presses Tab until it stands on what is looked for, as a reader without a mouse would. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(`${selector}:focus`).count()) {
      return;
    }
  }
  throw new Error(`No Tab leads to ${selector}`);
}

/** The least contrast of text to what is behind it, with the text that has it. */
function leastContrast(): [ratio: number, text: string] {
  const parse = (color: string) => color.match(/[\d.]+/g)?.map(Number) ?? [];
  const light = (color: string) => {
    const [red = 0, green = 0, blue = 0] = parse(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element | null): string => {
    const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
    return element && parse(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const texts = document.querySelectorAll('h1, h2, p, small, a, th, td, .tag, .severity, label, b');
  const ratios = [...texts]
    .filter((element) => element.checkVisibility() && element.textContent.trim() !== '')
    .filter((element) => getComputedStyle(element).opacity === '1')
    .map((element): [number, string] => {
      const [one = 0, two = 0] = [getComputedStyle(element).color, behind(element)]
        .map(light)
        .sort((a, b) => b - a);
      return [(one + 0.05) / (two + 0.05), `${element.className} ${element.textContent}`];
    });
  return ratios.sort((a, b) => a[0] - b[0])[0] ?? [0, 'no text'];
}

describe('reading the audit page in a browser', () => {
  before(async () => {
    await pages.start();
    url = pages.write(input);
  });
  after(() => pages.stop());
  afterEach(() => pages.finish());

  it('needs no mouse to filter by severity, by account and by text', async () => {
    const page = await pages.open(url);

    await tabTo(page, '[value="critical"]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name="text"]');
    await page.keyboard.type('ec2');
    await tabTo(page, '[name="account"]');
    await page.keyboard.press('ArrowDown');

    const account = await page.locator('[name="account"]').inputValue();
    expect(await matchCount(page)).to.equal(
      input.findings.filter(
        (one) => one.severity === 'critical' && one.account === account && /ec2/.test(one.check),
      ).length,
    );
    expect(account).not.to.equal('');
  });

  it('needs no mouse for a summary row, a column or the rest of a list', async () => {
    const page = await pages.open(url);

    await tabTo(page, '#by-service .more');
    await page.keyboard.press('Enter');
    await tabTo(page, '#by-control .row');
    await follow(page, () => page.keyboard.press('Enter'));
    await tabTo(page, '[data-sort="region"]');
    await page.keyboard.press('Enter');

    expect(await page.locator('#by-service .rest').isVisible()).to.equal(true);
    const { hash } = new URL(await addressOf(page));
    expect(hash).to.match(/^#control=[^&]+&sort=region$/);
  });

  it('reports the name of every control', async () => {
    const page = await pages.open(url);

    const roles = ['button', 'checkbox', 'combobox', 'searchbox', 'link'] as const;
    const unnamed = await Promise.all(
      roles.map((role) => page.getByRole(role, { name: /^\s*$/ }).count()),
    );
    const labels = await page
      .locator('form select, form input')
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).labels?.length));

    expect(unnamed).to.deep.equal(roles.map(() => 0));
    expect(labels).to.deep.equal(labels.map(() => 1));
    expect(labels.length).to.equal(12);
  });

  it('reports a severity in words, not by its colour alone', async () => {
    const page = await pages.open(url);

    const cells = await page.locator('#table tbody td:first-child').allInnerTexts();

    expect(cells.length).to.equal(100);
    expect(cells.filter((text) => !/^(critical|high|medium)/.test(text))).to.deep.equal([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is not a strain in ${colorScheme} colours: contrast is 4.5 to 1 everywhere`, async () => {
      const page = await pages.open(url, { colorScheme });

      const [ratio, text] = await page.evaluate(leastContrast);

      expect(ratio, text).to.be.at.least(4.5);
    });
  }

  it('is dark where the reader wants it dark', async () => {
    const backgroundOf = async (colorScheme: 'light' | 'dark') => {
      const page = await pages.open(url, { colorScheme });
      return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    };

    const seen = [await backgroundOf('light'), await backgroundOf('dark')];

    expect(seen).to.deep.equal(['rgb(255, 255, 255)', 'rgb(18, 22, 29)']);
  });

  it('fits a telephone without scrolling sideways', async () => {
    const page = await pages.open(url, { viewport: { width: 390, height: 800 } });

    const width = await page.evaluate(() => document.documentElement.scrollWidth);

    expect(width).to.equal(390);
  });
});
