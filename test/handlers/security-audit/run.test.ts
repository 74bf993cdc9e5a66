import { expect } from 'chai';
import { jobNameOf, keysOf, partAt, partOf } from '../../../handlers/security-audit/run.ts';
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
    });
  });
});
