import { expect } from 'chai';
import fc from 'fast-check';
import { fileLabel, fileLink, filterLink } from '../../../security-audit/page/links.ts';
import { nasty } from './arbitrary.ts';

const base = 'https://example.com/reports/';

describe('links of the audit page', () => {
  it('lead from the page to a file beside it', () => {
    const link = fileLink('210000000000/prowler/2026-11-28/output #1?.html');

    expect(link).to.equal('210000000000/prowler/2026-11-28/output%20%231%3F.html');
  });

  for (const path of ['../secret', 'a/../../secret', '/etc/passwd', '//example.org/x', './a', '']) {
    it(`do not follow ${JSON.stringify(path)}, which is none below the page`, () => {
      expect(fileLink(path)).to.equal(undefined);
    });
  }

  it('stay below the page, whatever a path is', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 4 }), (segments) => {
        const link = fileLink(segments.join('/'));

        const target = new URL(link ?? '', base);
        expect(target.href.startsWith(base)).to.equal(true);
        expect(target.search + target.hash).to.equal('');
      }),
    );
  });

  it('set one filter, whatever its value is', () => {
    fc.assert(
      fc.property(nasty, (account) => {
        const link = filterLink({ account });

        const given = [...new URLSearchParams(new URL(link, base).hash.slice(1))];
        expect(given).to.deep.equal([['account', account.toWellFormed()]]);
      }),
    );
  });

  it('are called by the format of a report, and by the name of a file in a folder', () => {
    const folder = '210000000000/prowler/2026-11-28';

    const labels = ['o.html', 'o.csv', 'o.ocsf.json', 'prowler.log', 'compliance/cis.csv', 'x.txt'];

    expect(labels.map((name) => fileLabel(`${folder}/${name}`))).to.deep.equal([
      'HTML',
      'CSV',
      'OCSF',
      'log',
      'compliance/cis.csv',
      'x.txt',
    ]);
  });
});
