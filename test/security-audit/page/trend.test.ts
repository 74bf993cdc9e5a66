import { expect } from 'chai';
import { fingerprint, trendOf } from '../../../security-audit/page/trend.ts';
import { noCounts } from '../../../security-audit/page/types.ts';
import { aFinding, aRun, aScan, bothTools } from './fixtures.ts';

describe('trend of an audit', () => {
  it('is none without an earlier run', () => {
    expect(trendOf({ run: aRun([aScan()]), findings: [aFinding()] })).to.equal(undefined);
  });

  it('counts what came and what went, by severity', () => {
    const run = aRun([aScan()]);
    const stays = aFinding();
    const came = aFinding({ resource: 'came', severity: 'high' });
    const went = aFinding({ resource: 'went', severity: 'low' });

    const trend = trendOf({
      ...{ run, findings: [stays, came] },
      previous: { run, findings: [stays, went] },
    });

    expect(trend?.appeared).to.deep.equal({ ...noCounts(), high: 1 });
    expect(trend?.resolved).to.deep.equal({ ...noCounts(), low: 1 });
    expect([stays, came].map((one) => trend?.isNew(one))).to.deep.equal([false, true]);
  });

  it('says nothing of an account that one of the runs did not scan', () => {
    const failed = aScan({ id: 'b', status: 'failed' });
    const inB = aFinding({ account: 'b' });

    const trend = trendOf({
      ...{ run: aRun([aScan(), failed]), findings: [] },
      previous: { run: aRun([aScan(), aScan({ id: 'b' })]), findings: [inB] },
    });

    expect([...(trend?.accounts ?? [])]).to.deep.equal(['a']);
    expect(trend?.resolved).to.deep.equal(noCounts());
    expect(trend?.isNew(inB)).to.equal(undefined);
  });

  it('does not take what a scan with errors does not show for resolved', () => {
    const doubtful = aScan({ reason: '2 errors in its log: some may not have been seen' });
    const run = aRun([doubtful, aScan({ id: 'b' })]);
    const inA = aFinding({ severity: 'high' });
    const inB = aFinding({ account: 'b', severity: 'low' });

    const trend = trendOf({
      ...{ run, findings: [] },
      previous: { run: aRun([aScan(), aScan({ id: 'b' })]), findings: [inA, inB] },
    });

    expect(trend?.notKnown).to.deep.equal({ ...noCounts(), high: 1 });
    expect(trend?.resolved).to.deep.equal({ ...noCounts(), low: 1 });
  });

  it('says nothing of a tool that ran in one of the runs', () => {
    const scans = [aScan(), aScan({ tool: 'scoutsuite' })];

    const trend = trendOf({
      ...{ run: aRun(scans, { tools: bothTools }), findings: [aFinding({ tool: 'scoutsuite' })] },
      previous: { run: aRun([aScan()]), findings: [] },
    });

    expect(trend?.tools).to.deep.equal(['prowler']);
    expect(trend?.appeared).to.deep.equal(noCounts());
  });

  it('compares no account when no tool ran in both', () => {
    const scout = aScan({ tool: 'scoutsuite' });

    const trend = trendOf({
      ...{ run: aRun([scout], { tools: bothTools.slice(1) }), findings: [] },
      previous: { run: aRun([aScan()]), findings: [aFinding()] },
    });

    expect(trend?.accounts.size).to.equal(0);
    expect(trend?.resolved).to.deep.equal(noCounts());
  });

  it('counts a finding that is listed twice once', () => {
    const run = aRun([aScan()]);

    const trend = trendOf({
      ...{ run, findings: [aFinding(), aFinding()] },
      previous: { run, findings: [] },
    });

    expect(trend?.appeared).to.deep.equal({ ...noCounts(), medium: 1 });
  });

  it('knows a finding again whose title, severity or controls changed', () => {
    const changed = aFinding({ title: 'Other', severity: 'high', controls: ['CIS-6.0 2.1'] });

    expect(fingerprint(changed)).to.equal(fingerprint(aFinding()));
  });

  for (const field of ['account', 'tool', 'check', 'region', 'resource'] as const) {
    it(`knows a finding of another ${field} from it`, () => {
      const other = aFinding({ [field]: field === 'tool' ? 'scoutsuite' : 'other' });

      expect(fingerprint(other)).not.to.equal(fingerprint(aFinding()));
    });
  }
});
