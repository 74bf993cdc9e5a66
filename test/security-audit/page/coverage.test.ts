import { expect } from 'chai';
import fc from 'fast-check';
import { coverageOf, denialsOf, mismatchesOf } from '../../../security-audit/page/coverage.ts';
import { noCounts } from '../../../security-audit/page/types.ts';
import type { ScanStatus } from '../../../security-audit/types.ts';
import { aFinding, aRun, aScan, bothTools } from './fixtures.ts';

const none = { failed: 0, 'timed-out': 0, skipped: 0, 'not-reached': 0 };

describe('coverage of a run', () => {
  it('counts an account that every tool scanned', () => {
    const scans = [aScan(), aScan({ tool: 'scoutsuite' })];

    const coverage = coverageOf(aRun(scans, { tools: bothTools }));

    expect([...coverage.scanned]).to.deep.equal(['a']);
    expect(coverage.missed).to.deep.equal(none);
    expect(coverage.gaps).to.deep.equal([]);
  });

  it('does not count an account that one of two tools scanned', () => {
    const scans = [aScan(), aScan({ tool: 'scoutsuite', status: 'timed-out', reason: 'Too slow' })];

    const coverage = coverageOf(aRun(scans, { tools: bothTools }));

    expect(coverage.scanned.size).to.equal(0);
    expect(coverage.missed).to.deep.equal({ ...none, 'timed-out': 1 });
    expect(coverage.gaps.map(({ tool, reason }) => [tool, reason])).to.deep.equal([
      ['scoutsuite', 'Too slow'],
    ]);
  });

  it('knows an account that the run never came to', () => {
    const accounts = ['a', 'b'].map((id) => ({ id, name: id, state: 'ACTIVE' }));
    const run = aRun([aScan()], { accounts });
    delete run.finishedAt;

    const coverage = coverageOf(run);

    expect(coverage).to.include({ accounts: 2, interrupted: true });
    expect(coverage.missed).to.deep.equal({ ...none, 'not-reached': 1 });
    expect(coverage.gaps.map(({ account, status }) => [account.id, status])).to.deep.equal([
      ['b', 'not-reached'],
    ]);
  });

  it('adds up the calls that the role denies, which leave no doubt about a scan', () => {
    const denied = { 'glue:GetConnections': 17 };
    const accounts = ['a', 'b'].map((id) => ({ id, name: id, state: 'ACTIVE' }));
    const other = aScan({ account: { id: 'b', name: 'b' }, denied });
    const run = aRun([aScan({ denied: { ...denied, 'ssm:GetDocument': 1 } }), other], { accounts });

    expect(coverageOf(run).withErrors).to.equal(0);
    expect(denialsOf(run)).to.deep.equal([
      { action: 'glue:GetConnections', calls: 34, accounts: 2 },
      { action: 'ssm:GetDocument', calls: 1, accounts: 1 },
    ]);
  });

  it('counts an account once, by the worst that happened', () => {
    const scans = [
      aScan({ status: 'skipped' }),
      aScan({ tool: 'scoutsuite', status: 'failed', files: ['a/scoutsuite/d/scoutsuite.log'] }),
    ];

    const coverage = coverageOf(aRun(scans, { tools: bothTools }));

    expect(coverage.missed).to.deep.equal({ ...none, failed: 1 });
    expect(coverage.gaps.map(({ status, log }) => [status, log])).to.deep.equal([
      ['failed', 'a/scoutsuite/d/scoutsuite.log'],
      ['skipped', undefined],
    ]);
  });

  it('goes by the last scan, when one was tried again', () => {
    const coverage = coverageOf(aRun([aScan({ status: 'failed' }), aScan()]));

    expect(coverage.scanned.size).to.equal(1);
  });

  it('does not call an account scanned when no tool was to scan it', () => {
    const coverage = coverageOf(aRun([aScan()], { tools: [] }));

    expect(coverage.scanned.size).to.equal(0);
    expect(coverage.missed['not-reached']).to.equal(1);
  });

  it('has each account scanned or missed, and a gap for each scan that is not there', () => {
    const status = fc.constantFrom<(ScanStatus | 'none')[]>(
      'scanned',
      'failed',
      'timed-out',
      'skipped',
      'none',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(status, status), { maxLength: 12 }), (pairs) => {
        const scans = pairs.flatMap((pair, index) =>
          pair.flatMap((one, tool) =>
            one === 'none'
              ? []
              : [aScan({ id: `${index}`, tool: tool ? 'scoutsuite' : 'prowler', status: one })],
          ),
        );
        const accounts = pairs.map((_, index) => ({ id: `${index}`, name: '', state: 'ACTIVE' }));

        const coverage = coverageOf(aRun(scans, { tools: bothTools, accounts }));

        const missed = Object.values(coverage.missed).reduce((all, one) => all + one, 0);
        expect(coverage.scanned.size + missed).to.equal(pairs.length);
        expect(coverage.gaps.length).to.equal(
          pairs.flat().filter((one) => one !== 'scanned').length,
        );
      }),
    );
  });
});

describe('findings against what scans counted', () => {
  it('are mentioned where some are missing', () => {
    const scan = aScan({ failures: { ...noCounts(), high: 1, low: 1 } });

    const found = mismatchesOf(aRun([scan]), [aFinding()]);

    expect(found).to.deep.equal([{ scan, counted: 2, read: 1 }]);
  });

  it('are not complained of where they agree, or nothing was counted', () => {
    const scans = [aScan({ failures: { ...noCounts(), medium: 1 } }), aScan({ id: 'b' })];

    const found = mismatchesOf(aRun(scans), [aFinding(), aFinding({ account: 'b' })]);

    expect(found).to.deep.equal([]);
  });
});
