import { expect } from 'chai';
import fc from 'fast-check';
import { groupFindings } from '../../../security-audit/page/groups.ts';
import { countBySeverity, sum } from '../../../security-audit/page/types.ts';
import { findings } from './arbitrary.ts';
import { aFinding } from './fixtures.ts';

const total = (groups: { total: number }[]) => groups.reduce((all, one) => all + one.total, 0);

describe('groups of findings', () => {
  it('have every finding in one service and one account, with its severity', () => {
    fc.assert(
      fc.property(findings, (all) => {
        const byService = groupFindings(all, ({ service }) => [service]);
        const byAccount = groupFindings(all, ({ account }) => [account], ['x']);

        expect(sum(countBySeverity(all))).to.equal(all.length);
        expect([total(byService), total(byAccount)]).to.deep.equal([all.length, all.length]);
        for (const { counts, total } of [...byService, ...byAccount]) {
          expect(sum(counts)).to.equal(total);
        }
      }),
    );
  });

  it('have a finding under each of its controls, once', () => {
    const found = [aFinding({ controls: ['A 1', 'A 2', 'A 1'] }), aFinding({ controls: ['A 2'] })];

    const groups = groupFindings(found, ({ controls }) => controls);

    expect(groups.map(({ key, total }) => [key, total])).to.deep.equal([
      ['A 2', 2],
      ['A 1', 1],
    ]);
  });

  it('stand with the worst first: one critical before many that are high', () => {
    const found = [
      ...['b', 'b', 'b'].map((service) => aFinding({ service, severity: 'high' })),
      aFinding({ service: 'a', severity: 'critical' }),
    ];

    const groups = groupFindings(found, ({ service }) => [service], ['c10', 'c9']);

    expect(groups.map(({ key }) => key)).to.deep.equal(['a', 'b', 'c9', 'c10']);
  });
});
