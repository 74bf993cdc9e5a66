import { expect } from 'chai';
import { failedChecks, type OcsfFinding, toldTable, unknownChecks } from './results.ts';

const finding = (check: string, status_code: string): OcsfFinding => ({
  status_code,
  cloud: { account: { uid: '111111111111' } },
  metadata: { event_code: check },
});

describe('the results of a scanner', () => {
  it('count a check without a result as one that is not known', () => {
    const accounts = [
      { letter: 'M', findings: [finding('a', 'PASS'), finding('b', 'FAIL')] },
      { letter: 'S', findings: [finding('a', 'PASS')] },
    ];

    expect(unknownChecks(accounts, ['a', 'b', 'c'])).to.deep.equal({ b: 'S', c: 'M S' });
    expect(failedChecks(accounts)).to.deep.equal({ b: 'M' });
  });

  it('count a check that a person has to judge as one that is not known', () => {
    const accounts = [{ letter: 'M', findings: [finding('a', 'MANUAL')] }];

    expect(unknownChecks(accounts, ['a'])).to.deep.equal({ a: 'M' });
  });

  it('know a check by any one of its resources', () => {
    const findings = [finding('a', 'MANUAL'), finding('a', 'FAIL'), finding('a', 'FAIL')];

    expect(unknownChecks([{ letter: 'M', findings }], ['a'])).to.deep.equal({});
    expect(failedChecks([{ letter: 'M', findings }])).to.deep.equal({ a: 'M' });
  });

  it('are compared with the table of one name', () => {
    const text = [
      '<!-- one -->',
      '| check | accounts |',
      '| `a` | M S |',
      '<!-- /one -->',
      '<!-- two -->',
      '| `b` | L |',
      '<!-- /two -->',
    ].join('\n');

    expect(toldTable(text, 'two')).to.deep.equal({ b: 'L' });
    expect(() => toldTable(text, 'three')).to.throw('no table between <!-- three -->');
  });
});
