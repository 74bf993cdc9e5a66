import { expect } from 'chai';
import { query } from '../../../security-audit/page/browser/query.ts';
import { choices, type View, wholeView } from '../../../security-audit/page/browser/view.ts';
import { pack } from '../../../security-audit/page/pack.ts';
import { trendOf } from '../../../security-audit/page/trend.ts';
import type { Finding } from '../../../security-audit/types.ts';
import { sampleInput } from './sample.ts';

const input = sampleInput({ accounts: 12, findings: 600 });
const names = new Map(input.run.accounts.map(({ id, name }) => [id, name]));
const trend = trendOf(input);
const data = pack(input.findings, names, trend);

/** The same question, asked of each finding by itself. */
function passes(finding: Finding, view: View): boolean {
  const change = { true: 'new', false: 'seen', undefined: '-' }[`${trend?.isNew(finding)}`];
  const { account, service, region, tool, control, text } = view;
  const { check, title, resource } = finding;
  const texts = [check, title, resource, account, names.get(finding.account), finding.account];
  const haystack = [...texts, finding.region, finding.service].join('\n').toLowerCase();
  return (
    (view.severity.length === 0 || view.severity.includes(finding.severity)) &&
    (account === '' || account === finding.account) &&
    (service === '' || service === finding.service) &&
    (region === '' || region === finding.region) &&
    (tool === '' || tool === finding.tool) &&
    (control === '' || finding.controls.includes(control)) &&
    (view.change === '' || view.change === change) &&
    text.split(' ').every((word) => haystack.includes(word.toLowerCase()))
  );
}

const views: Partial<View>[] = [
  {},
  { severity: ['critical', 'low'] },
  { account: input.run.accounts[0]?.id ?? '' },
  { service: 'ec2' },
  { region: 'us-east-1' },
  { tool: 'scoutsuite' },
  { control: 'CIS-5.0 5.3' },
  { change: 'new' },
  { change: 'seen' },
  { text: 'BUCKET us-east-1' },
  { text: 'payments' },
  { text: 'no such thing' },
  { service: 's3', severity: ['medium'], text: 'versioning', change: 'seen' },
];

describe('query of the table', () => {
  for (const part of views) {
    it(`finds what a look at each finding finds: ${JSON.stringify(part)}`, () => {
      const view = { ...wholeView, ...part };

      const rows = query(data, view);

      const wanted = input.findings.filter((finding) => passes(finding, view));
      const resources = rows.map((row) => data.resources[data.resource[row] ?? -1]);
      expect(resources).to.have.members(wanted.map(({ resource }) => resource));
    });
  }

  for (const choice of choices) {
    it(`finds nothing for a value of ${choice} that is not there`, () => {
      expect(query(data, { ...wholeView, [choice]: 'nowhere' })).to.deep.equal([]);
    });
  }

  it('sorts by a text, and the other way round', () => {
    const regionOf = (row: number) => data.regions[data.region[row] ?? -1] ?? '';
    const wanted = input.findings.map(({ region }) => region).sort();

    const up = query(data, { ...wholeView, sort: 'region', descending: false });
    const down = query(data, { ...wholeView, sort: 'region', descending: true });

    expect(up.map(regionOf)).to.deep.equal(wanted);
    expect(down.map(regionOf)).to.deep.equal(wanted.toReversed());
  });

  it('keeps the worst first among rows that are equal', () => {
    const severityOf = (row: number) => data.kinds[data.kind[row] ?? -1]?.severity ?? -1;

    const rows = query(data, { ...wholeView, account: '', sort: 'tool', descending: false });

    const prowler = rows.filter((row) => data.kinds[data.kind[row] ?? -1]?.tool === 'prowler');
    expect(prowler.map(severityOf)).to.deep.equal(prowler.map(severityOf).toSorted());
  });
});
