import { expect } from 'chai';
import { type EvidenceRow, evidencePage, namedIn } from '../../../scripts/docs/evidence.ts';

const documented: EvidenceRow = {
  id: 'trail-role',
  claim: 'CloudTrail assumes\nthe role.',
  status: 'documented',
  sources: ['https://docs.aws.amazon.com/x', 'botocore 1.40: service-2.json'],
};
const unverified: EvidenceRow = {
  id: 'aggregator-role',
  claim: 'AWS Config assumes the role.',
  status: 'unverified',
  refuses: 'The role must ask for nothing.',
  templates: ['templates/a.yml'],
};

describe('the page of evidence', () => {
  it('lists unverified rows first, with the side that the embedded AWS takes', () => {
    const page = evidencePage([{ name: 'config', rows: [documented, unverified] }], new Map());

    expect(page).to.include('2 rows: 1 documented by AWS, 0 observed on AWS, 1 unverified.');
    expect(page.indexOf('aggregator-role')).to.be.below(page.indexOf('trail-role'));
    expect(page).to.include(
      'AWS Config assumes the role.<br>The role must ask for nothing. | none |',
    );
  });

  it('names the modules and the templates that rely on a row', () => {
    const modules = new Map([['aggregator-role', ['rehearsal/a.py']]]);

    const page = evidencePage([{ name: 'config', rows: [unverified] }], modules);

    expect(page).to.include(
      '[rehearsal/a.py](../rehearsal/a.py)<br>[templates/a.yml](../templates/a.yml)',
    );
  });

  it('keeps a claim of several lines in one row, and links only addresses', () => {
    const page = evidencePage([{ name: 'cloudtrail', rows: [documented] }], new Map());

    expect(page).to.include('| CloudTrail assumes the role. |');
    expect(page).to.include('<https://docs.aws.amazon.com/x><br>botocore 1.40: service-2.json');
  });

  it('finds the rows that a module names', () => {
    const code = '@evidence(\n    "c-d",\n)\ndef f(): ...\nROWS = ("a-b",)\n';

    expect(namedIn(code, ['a-b', 'c-d', 'd-e'])).to.deep.equal(['a-b', 'c-d']);
  });
});
