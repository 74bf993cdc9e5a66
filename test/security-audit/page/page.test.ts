import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { renderPage } from '../../../security-audit/page/index.ts';
import { noCounts } from '../../../security-audit/page/types.ts';
import { findings, nasty, nastyTexts } from './arbitrary.ts';
import { aFinding, aRun, aScan } from './fixtures.ts';

/** The words of a part of the page. */
const words = (page: string, part: RegExp) =>
  (part.exec(page)?.[0] ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const header = /<header[\s\S]*?<\/header>/;
const sha256 = (text = '') => createHash('sha256').update(text).digest('base64');

describe('audit page', () => {
  it('says first how many accounts were scanned, and what happened to the others', () => {
    const scans = ['a', 'b', 'c', 'd'].map((id) => aScan({ id }));
    const missed = [
      aScan({ id: 'e', status: 'failed' }),
      aScan({ id: 'f', status: 'timed-out' }),
      aScan({ id: 'g', status: 'skipped' }),
    ];

    const page = renderPage({ run: aRun([...scans, ...missed]), findings: [] });

    expect(words(page, /<body>[\s\S]*?<\/header>/)).to.match(
      /^! 4 of 7 accounts scanned 1 failed, 1 timed out, 1 skipped\. Security audit/,
    );
    expect(page).to.include('<header class="verdict partial"');
    expect(page).to.include('<title>4 of 7 accounts scanned');
  });

  it('is calm when all accounts were scanned', () => {
    const page = renderPage({ run: aRun([aScan()]), findings: [] });

    expect(words(page, header)).to.match(/^✓ 1 of 1 accounts scanned Security audit/);
    expect(page).to.include('<header class="verdict complete"');
    expect(page).not.to.include('id="not-scanned"');
  });

  it('says beside it how many of the scanned accounts had errors', () => {
    const reason = '2 errors in its log: the account may not have been scanned completely';
    const scans = [aScan({ reason }), aScan({ id: 'b' }), aScan({ id: 'c', status: 'failed' })];

    const page = renderPage({ run: aRun(scans), findings: [] });

    expect(words(page, header)).to.match(/^! 2 of 3 accounts scanned, 1 with errors 1 failed\./);
    expect(page).to.include('<title>2 of 3 accounts scanned, 1 with errors');
  });

  it('says that a run was interrupted, though all accounts were scanned', () => {
    const run = aRun([aScan()]);
    delete run.finishedAt;

    const page = renderPage({ run, findings: [] });

    expect(words(page, header)).to.match(/^! 1 of 1 accounts scanned This run was interrupted\./);
    expect(page).to.include('<header class="verdict partial"');
  });

  it('is an error without an account', () => {
    const page = renderPage({ run: aRun([]), findings: [] });

    expect(words(page, header)).to.match(/^✕ 0 of 0 accounts scanned There was no account to scan/);
    expect(page).to.include('<header class="verdict none"');
  });

  it('reports how much of the trend there is, and that new checks are not new failures', () => {
    const before = aRun([aScan()], { tools: [{ name: 'prowler', version: '5.39.0' }] });
    const run = aRun([aScan(), aScan({ id: 'b' })]);
    const trendIn = (page: string) => words(page, /<section id="failures"[\s\S]*?<\/section>/);

    const page = renderPage({
      run,
      findings: [],
      previous: { run: before, findings: [aFinding()] },
    });

    expect(trendIn(page)).to.include(
      '0 new, 1 resolved , in the 1 account that both runs scanned.',
    );
    expect(trendIn(page)).to.include('Prowler was 5.39.0 then and is 5.40.0 now');
    expect(trendIn(renderPage({ run, findings: [] }))).to.include('There is no earlier run');
  });

  it('does not pass a scan off as clean whose findings are missing', () => {
    const scan = aScan({ failures: { ...noCounts(), high: 12 } });

    const page = renderPage({ run: aRun([scan]), findings: [] });

    expect(words(page, /<section id="mismatches"[\s\S]*?<\/section>/)).to.include('Prowler 12 0 –');
  });

  it('shows scans that count and saw errors, with the log that says which', () => {
    const files = ['a/prowler/2026-11-28/prowler.log'];
    const scans = [aScan({ reason: '3 errors in its log & more', files })];

    const page = renderPage({ run: aRun(scans), findings: [] });

    const doubts = /<section id="doubts"[\s\S]*?<\/section>/.exec(page)?.[0];
    expect(page).to.include('1 of 1 accounts scanned');
    expect(doubts).to.include('3 errors in its log &amp; more');
    expect(doubts).to.include('<a href="a/prowler/2026-11-28/prowler.log">log</a>');
  });

  it('lists a scan that failed, with its reason and its log', () => {
    const files = ['a/prowler/2026-11-28/prowler.log'];
    const scan = aScan({ status: 'failed', reason: 'AccessDenied & more', files });

    const page = renderPage({ run: aRun([scan]), findings: [] });

    const gaps = /<section id="not-scanned"[\s\S]*?<\/section>/.exec(page)?.[0];
    expect(gaps).to.include('AccessDenied &amp; more');
    expect(gaps).to.include('<a href="a/prowler/2026-11-28/prowler.log">log</a>');
  });

  it('lets nothing run but its own script and style', () => {
    const page = renderPage({ run: aRun([aScan()]), findings: [aFinding()] });

    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1];
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy?.replaceAll('&#39;', "'").split('; ')).to.deep.equal([
      "default-src 'none'",
      `style-src 'sha256-${sha256(style)}'`,
      `script-src 'sha256-${sha256(script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has the same elements and attributes, whatever its texts are', () => {
    const shape = (page: string) =>
      page
        .replace(/<script type="text\/plain"[\s\S]*/, '')
        .replace(/(href|title|content)="[^"]*"/g, '$1')
        .match(/<[^>]*>/g);
    const pageOf = (text: string) => {
      const scan = aScan({ status: 'failed', reason: text, files: [`a/prowler/d/${text}.log`] });
      const run = aRun([scan], { role: text, accounts: [{ id: 'a', name: text, state: text }] });
      const finding = { service: text, controls: [text], title: text, resource: text };
      return renderPage({ run, findings: [aFinding(finding)] });
    };
    const plain = shape(pageOf('plain'));

    for (const text of nastyTexts.filter((one) => !['', '</script>'].includes(one))) {
      const page = pageOf(`x${text}`.replaceAll('/', ''));

      expect(shape(page), text).to.deep.equal(plain);
    }
  }).timeout(20_000);

  it('has two scripts and no more, whatever was found', () => {
    fc.assert(
      fc.property(findings, nasty, (all, name) => {
        const run = aRun([aScan({ status: 'failed', reason: name, files: [name] })]);

        const page = renderPage({ run, findings: all, previous: { run, findings: [] } });

        expect(page.match(/<script/gi)?.length).to.equal(2);
        expect(page.match(/<\/script/gi)?.length).to.equal(2);
        expect(page.match(/<(img|style|!--)/gi)).to.deep.equal(['<style']);
      }),
      { numRuns: 40 },
    );
  }).timeout(20_000);
});
