import { expect } from 'chai';
import { renderReport } from 'ofn-rehearse';
import { abridge, type Known, staleIn } from '../../../scripts/docs/sample.ts';

const scenario = (capability: string, name: string) => ({
  ...{ capability, name, passed: true, seconds: 1, detail: '' },
});
const long =
  'sees what is there in every account and governed region, as far as accounts have enabled it';

/** What a rehearsal prints where no person looks. */
const output = [
  '❯ play 3 scenarios',
  '✔ play 3 scenarios (2.0 s)',
  renderReport(
    {
      durationSeconds: 5,
      organization: { accounts: [], regions: [] },
      tasks: [],
      stacks: [],
      scenarios: [
        scenario('alerts', long),
        scenario('alerts', 'alerts'),
        scenario('athena', 'finds'),
      ],
      coverage: Array.from({ length: 7 }, (_, index) => ({
        ...{ account: '1', name: 'A', region: 'us-east-1', service: `service-${index}` },
        ...{ expected: 'on', actual: 'on', ok: true },
      })),
    },
    undefined,
    { columns: 118 } as NodeJS.WriteStream,
  ),
  'Everything holds, in 5 s. All that was seen is in rehearsal/out/report.json.',
].join('\n');

const known: Known = {
  sentences: new Set([`alerts: it ${long}`, 'alerts: it alerts', 'athena: it finds']),
  played: 3,
  rows: 13,
};

describe('the sample of a rehearsal in the README', () => {
  it('has a scenario of each capability, a few services, and the number of the other rows', () => {
    const sample = abridge(output);

    expect(sample).to.match(/^```\n✔ play 3 scenarios \(2\.0 s\)\n┌/);
    expect(sample).to.include('alerts: it sees').and.to.include('athena: it finds');
    expect(sample).not.to.include('alerts: it alerts');
    expect(sample).to.include('service-4').and.not.to.include('service-5');
    expect(sample).to.match(/│ … {2}│ and 3 rows more, left out here +│ +│\n└/);
    expect(sample).to.match(/\nEverything holds, in 5 s\..*\n```\n$/);
  });

  it('is up to date with the scenarios that it was made of', () => {
    expect([...staleIn(abridge(output), known)]).to.deep.equal([]);
  });

  it('is outdated by a scenario of another name, and by another number of them', () => {
    const sentences = new Set(['alerts: it alerts', 'athena: it finds', 'athena: it saves']);

    const why = [...staleIn(abridge(output), { sentences, played: 4, rows: 14 })];

    expect(why).to.deep.equal([
      `there is no scenario "alerts: it ${long}"`,
      'it plays 3 scenarios, and there are 4',
      'it has 10 rows and 3 more, and the table has 14',
    ]);
  });
});
