import { expect } from 'chai';
import { jobNameOf, keysOf, partAt, partOf } from '../../../handlers/security-audit/run.ts';
import { outcomeKeyOf } from '../../../security-audit/job/outcome.ts';
import { settings } from './world.ts';

describe('a run of the security audit', () => {
  it('has a job by whose name it is found again', () => {
    for (const number of [1, 2]) {
      const part = partAt(new Date('2026-11-28T23:59:59.900Z'), number);

      expect(partOf(settings, jobNameOf(settings, part))).to.deep.equal(part);
      expect(part.date).to.equal('2026-11-28');
    }
  });

  it('keeps its list and its summary as reports about the security account', () => {
    expect(keysOf('222222222222', partAt(new Date('2026-11-28T03:00:00Z'), 1))).to.deep.equal({
      accounts: '222222222222/security-audit/2026-11-28/2026-11-28T03-00-00Z/accounts.json',
      summary: '222222222222/security-audit/2026-11-28/2026-11-28T03-00-00Z/summary.json',
      outcomes: '222222222222/security-audit-outcomes/2026-11-28/2026-11-28T03-00-00Z/',
    });
  });

  it('looks for outcomes where jobs leave them, of each part by itself', () => {
    for (const number of [1, 2]) {
      const part = partAt(new Date('2026-11-28T03:00:00Z'), number);
      const { accounts, outcomes } = keysOf('222222222222', part);
      const job = { accountsUri: `s3://reports/${accounts}`, date: part.date };

      expect(outcomeKeyOf(job, '222222222222', '333333333333')).to.equal(
        `${outcomes}333333333333.json`,
      );
    }
  });
});
