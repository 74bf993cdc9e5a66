import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { renderPage } from '../../security-audit/page/index.ts';
import type { PageInput } from '../../security-audit/page/types.ts';
import { launch } from './chromium.ts';

/** Opens audit pages from disk, and remembers all that a browser complains of. */
export class AuditPages {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'audit-page-'));
  readonly complaints: string[] = [];
  #browser: Browser | undefined;

  async start(): Promise<void> {
    this.#browser = await launch();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.folder, { recursive: true });
  }

  write(input: PageInput, name = 'index.html'): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, renderPage(input));
    return pathToFileURL(file).href;
  }

  /** A page whose table is there. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.#browser) {
      throw new Error('No browser was started');
    }
    const page = await this.#browser.newPage(options);
    // Mocha has the last word: a page of 100,000 findings may take long on a busy machine.
    page.setDefaultTimeout(0);
    page.on('console', (message) => this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('dialog', (dialog) => this.complaints.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) {
        this.complaints.push(request.url());
      }
    });
    await page.goto(url);
    await matches(page).filter({ hasText: 'of' }).waitFor();
    return page;
  }

  /** Errors, dialogs, requests and violations of the policy since the last time; and the browser forgets its pages. */
  async finish(): Promise<void> {
    const complaints = this.complaints.splice(0);
    for (const context of this.#browser?.contexts() ?? []) {
      await context.close();
    }
    expect(complaints).to.deep.equal([]);
  }
}

/** `12 of 345 findings`. */
export const matches = (page: Page): Locator => page.locator('#matches');

export const format = (count: number): string => count.toLocaleString('en');

/** How many findings the table says match. */
export async function matchCount(page: Page): Promise<number> {
  const text = (await matches(page).textContent()) ?? '';
  return Number(text.replace(/ of .*/, '').replaceAll(',', ''));
}

/**
 * Does what leads to another view of the page, and waits until the page shows it: a browser reports a
 * page of its new address some time after a click (https://html.spec.whatwg.org/#navigate-fragid).
 */
export async function follow(page: Page, act: () => Promise<void>): Promise<void> {
  // Listens before the act, and after the page, which has drawn by the time this hears of it.
  const heard = await page.evaluateHandle(() => ({
    change: new Promise<void>((resolve) => addEventListener('hashchange', () => resolve())),
  }));
  await act();
  await heard.evaluate(({ change }) => change);
}

/** The address that the page has by now; Playwright's `page.url()` may be one behind. */
export const addressOf = (page: Page): Promise<string> => page.evaluate(() => location.href);

/** Texts of the cells of each row of a table. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  const rows = await table.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}
