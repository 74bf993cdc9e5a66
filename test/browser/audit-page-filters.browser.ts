import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { trendOf } from '../../security-audit/page/trend.ts';
import type { Finding } from '../../security-audit/types.ts';
import { sampleInput } from '../security-audit/page/sample.ts';
import { AuditPages, addressOf, matchCount, matches, rowsOf } from './audit-page.ts';

const input = sampleInput({ accounts: 12, findings: 900 });
const { findings } = input;
const account = findings[0]?.account ?? '';
const pages = new AuditPages();
let url: string;

const count = (test: (finding: Finding) => boolean) => findings.filter(test).length;
const option = (name: string, value: string) => (page: Page) =>
  page.locator(`select[name="${name}"]`).selectOption(value);

const filters: [name: string, set: (page: Page) => Promise<unknown>, wanted: number][] = [
  [
    'severity',
    async (page) => {
      await page.getByLabel('critical').check();
      await page.getByLabel('low').check();
    },
    count(({ severity }) => severity === 'critical' || severity === 'low'),
  ],
  ['account', option('account', account), count((one) => one.account === account)],
  ['service', option('service', 'ec2'), count(({ service }) => service === 'ec2')],
  ['region', option('region', 'us-east-1'), count(({ region }) => region === 'us-east-1')],
  ['tool', option('tool', 'scoutsuite'), count(({ tool }) => tool === 'scoutsuite')],
  [
    'control',
    option('control', 'CIS-5.0 5.3'),
    count(({ controls }) => controls.includes('CIS-5.0 5.3')),
  ],
  ['what is new', option('change', 'new'), count((one) => trendOf(input)?.isNew(one) === true)],
  [
    'text',
    (page) => page.getByLabel('Text').fill('Security GROUP eu-west'),
    count(({ title, region }) => /security group/i.test(title) && region.startsWith('eu-west')),
  ],
];

describe('filters of the audit page in a browser', () => {
  before(async () => {
    await pages.start();
    url = pages.write(input);
  });
  after(() => pages.stop());
  afterEach(() => pages.finish());

  for (const [name, set, wanted] of filters) {
    it(`find by ${name} what is in the data`, async () => {
      const page = await pages.open(url);

      await set(page);

      expect(await matches(page).textContent()).to.equal(`${wanted} of 900 findings`);
      expect(await page.locator('#table tbody tr').count()).to.equal(Math.min(wanted, 100));
      expect(wanted).to.be.within(1, 899);
    });

    it(`come back by ${name} from the address`, async () => {
      const first = await pages.open(url);
      await set(first);

      const second = await pages.open(await addressOf(first));

      expect(await matches(second).textContent()).to.equal(await matches(first).textContent());
      expect(await rowsOf(second.locator('#table'))).to.deep.equal(
        await rowsOf(first.locator('#table')),
      );
    });
  }

  it('work together, and are cleared at once', async () => {
    const page = await pages.open(url);

    await option('service', 'ec2')(page);
    await page.getByLabel('high').check();
    const both = await matchCount(page);
    await page.getByRole('button', { name: 'Clear filters' }).click();

    expect(both).to.equal(count((one) => one.service === 'ec2' && one.severity === 'high'));
    expect(await matchCount(page)).to.equal(900);
    expect(await page.getByLabel('high').isChecked()).to.equal(false);
  });

  it('find nothing for an account of an old address, rather than everything', async () => {
    const page = await pages.open(`${url}#account=999999999999`);

    expect(await matchCount(page)).to.equal(0);
    expect(await page.locator('select[name="account"]').inputValue()).to.equal('999999999999');
  });

  it('step through pages, and no finding is lost between them', async () => {
    const page = await pages.open(`${url}#sort=resource`);
    const seen: string[] = [];

    for (let step = 0; step < 9; step += 1) {
      seen.push(...(await page.locator('#table tbody td:nth-child(3)').allTextContents()));
      if (step < 8) {
        await page.getByRole('button', { name: 'Next' }).click();
      }
    }

    expect(seen).to.have.members(findings.map(({ resource }) => resource));
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).to.equal(true);
    expect(new URL(await addressOf(page)).hash).to.equal('#sort=resource&page=9');
  });

  it('leave the order alone, which a column changes and turns round', async () => {
    const page = await pages.open(url);
    const regions = () => page.locator('#table tbody td:nth-child(5)').allTextContents();
    const sorted = findings.map(({ region }) => region).sort();

    await page.getByRole('button', { name: 'region' }).click();
    const up = await regions();
    await page.getByRole('button', { name: 'region' }).click();

    expect(up).to.deep.equal(sorted.slice(0, 100));
    expect(await regions()).to.deep.equal(sorted.toReversed().slice(0, 100));
    expect(await page.locator('th[aria-sort="descending"]').textContent()).to.equal('region');
  });
});
