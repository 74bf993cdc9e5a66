import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { faultsOfValues } from '../../checks/values.ts';
import { faultsBy, fine, shown } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');
const refusal = faultsBy(faultsOfValues);

describe('the check of what an operator sets', () => {
  it('lets the parameters of this repository pass', () => {
    const faults = faultsOfValues(readYaml(path.join(root, 'organization-parameters.yml')));

    expect(shown(faults)).to.equal(fine);
  });

  it('lets parameters pass that set nothing of it', () => {
    expect(refusal('')).to.equal(fine);
  });

  it('refuses a retention that expires before it archives, naming its line', () => {
    const message = refusal('trailArchiveAfterDays: 90\ntrailExpireAfterDays: 90');

    expect(message).to.include('line 3, trailExpireAfterDays');
    expect(message).to.include('would delete objects after 90 days');
  });

  it('compares with the default when only one of the two is set', () => {
    expect(refusal('trailExpireAfterDays: 30')).to.include('archived after 90');
    expect(refusal('trailArchiveAfterDays: 3000')).to.include('line 2, trailArchiveAfterDays');
  });

  it('takes 0 for never', () => {
    expect(refusal('trailArchiveAfterDays: 90\ntrailExpireAfterDays: 0')).to.equal(fine);
    expect(refusal('trailArchiveAfterDays: 0\ntrailExpireAfterDays: 30')).to.equal(fine);
  });

  it('refuses days that are not a whole number', () => {
    expect(refusal('trailExpireAfterDays: a year')).to.include('"a year"');
    expect(refusal('trailObjectLockDays: -1')).to.include('trailObjectLockDays is -1');
  });

  it('refuses a home region that accounts have to opt in to', () => {
    const message = refusal('homeRegion: eu-south-1');

    expect(message).to.include('line 2, homeRegion');
    expect(message).to.include('eu-south-1, which accounts have to opt in to');
  });

  it('leaves home regions of other partitions alone', () => {
    expect(refusal('homeRegion: us-gov-west-1')).to.equal(fine);
    expect(refusal('homeRegion: cn-north-1')).to.equal(fine);
  });

  it('refuses days that CloudWatch Logs has not got', () => {
    expect(refusal('trailLogRetentionDays: 100')).to.include('trailLogRetentionDays is 100');
  });

  it('refuses data events that it does not know', () => {
    expect(refusal('trailDataEvents: [s3, dynamodb]')).to.include('dynamodb');
    expect(refusal('trailDataEvents: s3')).to.include('"s3"');
    expect(refusal('trailDataEvents: [s3, s3]')).to.include('trailDataEvents has "s3" twice');
  });

  it('refuses an empty list of elevated roles', () => {
    expect(refusal('elevatedRoles: []')).to.include('no use of a role would raise an alarm');
    expect(refusal("elevatedRoles: ['']")).to.include('line 2, elevatedRoles');
  });
});
