import { expect } from 'chai';
import fc from 'fast-check';
import { type Packed, unpack } from '../../../security-audit/page/browser/packed.ts';
import { query } from '../../../security-audit/page/browser/query.ts';
import { wholeView } from '../../../security-audit/page/browser/view.ts';
import { severities } from '../../../security-audit/page/names.ts';
import { compress, pack } from '../../../security-audit/page/pack.ts';
import { trendOf } from '../../../security-audit/page/trend.ts';
import type { Finding } from '../../../security-audit/types.ts';
import { findings } from './arbitrary.ts';
import { aFinding, aRun, aScan } from './fixtures.ts';

/** The finding of a row; lists say undefined where a place is wrong. */
function rowOf(data: Packed, row: number): unknown {
  const kind = data.kinds[data.kind[row] ?? -1];
  return {
    account: data.accounts[data.account[row] ?? -1]?.[0],
    region: data.regions[data.region[row] ?? -1],
    resource: data.resources[data.resource[row] ?? -1],
    tool: kind?.tool,
    check: kind?.check,
    title: kind?.title,
    severity: severities[kind?.severity ?? -1],
    service: data.services[kind?.service ?? -1],
    controls: kind?.controls.map((at) => data.controls[at]),
  };
}

const wellFormed = (finding: Finding): Finding =>
  JSON.parse(JSON.stringify(finding), (_, value) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

const distinctControls = (finding: Finding): Finding => ({
  ...finding,
  controls: [...new Set(finding.controls)],
});

describe('packed findings', () => {
  it('are all there, with all that they say, when a browser reads them', async () => {
    await fc.assert(
      fc.asyncProperty(findings, async (given) => {
        const all = given.map(wellFormed).map(distinctControls);

        const data = await unpack(compress(pack(all, new Map())));

        const rows = data.kind.map((_, row) => rowOf(data, row));
        expect(rows).to.have.deep.members(all);
      }),
    );
  });

  it('are letters that end no script', () => {
    fc.assert(
      fc.property(findings, (all) => {
        expect(compress(pack(all, new Map()))).to.match(/^[A-Za-z0-9+/=]*$/);
      }),
    );
  });

  it('stand with the worst first', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const data = pack(all, new Map());

        const ranks = query(data, wholeView).map(
          (row) => data.kinds[data.kind[row] ?? -1]?.severity,
        );
        expect(ranks).to.deep.equal(ranks.toSorted());
      }),
    );
  });

  it('list accounts by name, those without findings as well', () => {
    const names = new Map([
      ['3', 'team-10'],
      ['2', 'team-9'],
    ]);

    const { accounts } = pack([aFinding({ account: '1' })], names);

    expect(accounts).to.deep.equal([
      ['1', ''],
      ['2', 'team-9'],
      ['3', 'team-10'],
    ]);
  });

  it('say which are new, and which no earlier run shows', () => {
    const run = aRun([aScan(), aScan({ id: 'b', status: 'failed' })]);
    const all = [
      aFinding(),
      aFinding({ severity: 'low', resource: 'other' }),
      aFinding({ account: 'b', severity: 'informational' }),
    ];
    const trend = trendOf({ run, findings: all, previous: { run, findings: all.slice(0, 1) } });

    const { change } = pack(all, new Map(), trend);

    expect(change).to.equal('sn-');
  });
});
