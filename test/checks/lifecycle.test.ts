import { expect } from 'chai';
import { faultsBy, fine } from './faults.ts';

const faults = faultsBy(() => []);

describe('the check of lifecycles', () => {
  it('rejects days that delete before they archive, at the line of the deletion', () => {
    expect(faults('flowLogArchiveAfterDays: 90\nflowLogExpireAfterDays: 90')).to.equal(
      'line 3, flowLogExpireAfterDays: flowLogExpireAfterDays would delete objects after 90 ' +
        'days, before they are archived after 90: ' +
        'let flowLogExpireAfterDays be more than flowLogArchiveAfterDays',
    );
  });

  it('compares with the default when only one of the two is set', () => {
    expect(faults('flowLogExpireAfterDays: 30')).to.include('archived after 90');
    expect(faults('flowLogArchiveAfterDays: 400')).to.match(
      /^line 2, flowLogArchiveAfterDays: flowLogExpireAfterDays .* after 365 days/,
    );
  });

  it('takes 0 for never where it is allowed', () => {
    expect(faults('trailArchiveAfterDays: 90\ntrailExpireAfterDays: 0')).to.equal(fine);
    expect(faults('trailArchiveAfterDays: 0\ntrailExpireAfterDays: 30')).to.equal(fine);
    expect(faults('trailExpireAfterDays: 30')).to.match(/; 0 is never$/);
  });

  for (const text of [
    'flowLogArchiveAfterDays: 0',
    'configArchiveAfterDays: a week',
    'trailExpireAfterDays: -1',
  ]) {
    it(`says nothing of the order where a value is not allowed: ${text}`, () => {
      expect(faults(text)).to.match(
        /^line 2, \w+: \w+ is .+: give a whole number of days, from \d$/,
      );
    });
  }
});
