import { expect } from 'chai';
import {
  type EvidenceRow,
  evidencePage,
  namedIn,
  type Trials,
} from '../../../scripts/docs/evidence.ts';

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

const untried: Trials = { questions: new Map(), observed: [] };

describe('the page of evidence', () => {
  it('lists unverified rows first, with the side that the embedded AWS takes', () => {
    const page = evidencePage(
      [{ name: 'config', rows: [documented, unverified] }],
      new Map(),
      untried,
    );

    expect(page).to.include('2 rows: 1 documented by AWS, 0 observed on AWS, 1 unverified.');
    expect(page.indexOf('aggregator-role')).to.be.below(page.indexOf('trail-role'));
    expect(page).to.include(
      'AWS Config assumes the role.<br>The role must ask for nothing. | none |',
    );
  });

  it('names the modules and the templates that rely on a row', () => {
    const modules = new Map([['aggregator-role', ['rehearsal/a.py']]]);

    const page = evidencePage([{ name: 'config', rows: [unverified] }], modules, untried);

    expect(page).to.include(
      '[rehearsal/a.py](../rehearsal/a.py)<br>[templates/a.yml](../templates/a.yml)',
    );
  });

  it('keeps a claim of several lines in one row, and links only addresses', () => {
    const page = evidencePage([{ name: 'cloudtrail', rows: [documented] }], new Map(), untried);

    expect(page).to.include('| CloudTrail assumes the role. |');
    expect(page).to.include('<https://docs.aws.amazon.com/x><br>botocore 1.40: service-2.json');
  });

  it('shows the question that asks about a row, or why none does', () => {
    const other = { ...unverified, id: 'never-asked', trial: 'nothing of this project calls it' };
    const questions = new Map([['aggregator-role', ['trial/questions/aggregator-role.ts']]]);

    const page = evidencePage([{ name: 'config', rows: [unverified, other] }], new Map(), {
      questions,
      observed: [],
    });

    expect(page).to.include(
      'Asked by npm run trial: [trial/questions/aggregator-role.ts](../trial/questions/aggregator-role.ts)',
    );
    expect(page).to.include('Not asked: nothing of this project calls it');
  });

  it('counts a row that AWS has answered as observed, with region and day', () => {
    const file = 'docs/trial/2026-11-30-eu-west-1.json';
    const date = '2026-11-30T12:00:00.000Z';
    const observed = [
      { row: 'aggregator-role', answer: 'no', region: 'eu-west-1', date, file } as const,
    ];

    const page = evidencePage([{ name: 'config', rows: [unverified] }], new Map(), {
      ...untried,
      observed,
    });

    expect(page).to.include('0 documented by AWS, 1 observed on AWS, 0 unverified.');
    expect(page).to.include('| `aggregator-role` | observed |');
    expect(page).to.include(`AWS: no, in eu-west-1 on 2026-11-30 ([${file}](../${file})).`);
    expect(page.indexOf('aggregator-role')).to.be.above(page.indexOf('## config'));
  });

  it('finds the rows that a module names', () => {
    const code = '@evidence(\n    "c-d",\n)\ndef f(): ...\nROWS = ("a-b",)\n';

    expect(namedIn(code, ['a-b', 'c-d', 'd-e'])).to.deep.equal(['a-b', 'c-d']);
  });
});
