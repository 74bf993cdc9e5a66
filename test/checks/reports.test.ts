import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { faultsOfReports } from '../../checks/reports.ts';
import { faultsBy, fine, shown } from './faults.ts';

const file = 'organization-parameters.yml';
const root = path.join(import.meta.dirname, '../..');
const refusal = faultsBy(faultsOfReports);

describe('the check of the parameters of security reporting', () => {
  it('lets the parameters of this repository pass', () => {
    expect(shown(faultsOfReports(readYaml(path.join(root, file))))).to.equal(fine);
  });

  it('lets parameters pass that set none of them', () => {
    expect(refusal('')).to.equal(fine);
  });

  for (const text of [
    "reportBucketSuffix: ''",
    'reportBucketSuffix: -x7',
    'reportBucketNamespace: global\nhomeRegion: me-south-1',
    'resourcePrefix: a-prefix-of-20-chars\nhomeRegion: us-east-1',
    'resourcePrefix: a-prefix-of-20-chars\nhomeRegion: ap-southeast-2\nreportBucketNamespace: global',
    'reportArchiveAfterDays: 1\nreportExpireAfterDays: 2\nspokeReportExpireAfterDays: 1',
    'harvestSchedule: rate(1 day)',
    'harvestSchedule: rate(30 minutes)',
    'harvestSchedule: cron(0 * * * ? *)',
    'reportExternalId: some_id+=,.@:/-1',
  ]) {
    it(`lets ${text.replaceAll('\n', ', ')} pass`, () => {
      expect(refusal(text)).to.equal(fine);
    });
  }

  for (const suffix of ['x7', '-X7', "'-'", '-7', '-a_b', '[a]']) {
    it(`refuses the suffix ${suffix}`, () => {
      expect(refusal(`reportBucketSuffix: ${suffix}`)).to.match(
        /^line 2, reportBucketSuffix: reportBucketSuffix is .+: give a hyphen, letters and digits, such as -x7, or '' for none$/,
      );
    });
  }

  it('refuses a namespace that S3 has not got', () => {
    expect(refusal('reportBucketNamespace: regional')).to.equal(
      'line 2, reportBucketNamespace: reportBucketNamespace is "regional": use any of account-regional, global',
    );
  });

  it('refuses account-regional names where the region has none', () => {
    expect(refusal('homeRegion: me-south-1\nreportBucketNamespace: account-regional')).to.equal(
      'line 3, reportBucketNamespace: reportBucketNamespace is account-regional, which me-south-1 has not got: use global',
    );
  });

  it('refuses a prefix whose bucket names S3 would refuse, and says by how much', () => {
    const text = 'resourcePrefix: a-prefix-of-20-chars\nhomeRegion: ap-southeast-2';

    expect(refusal(text)).to.equal(
      "line 2, resourcePrefix: the accounts' buckets of reports would be called " +
        'a-prefix-of-20-chars-account-reports-000000000000-ap-southeast-2-an: 67 characters, and S3 takes 63: ' +
        'choose a resourcePrefix that is shorter by 4, or reportBucketNamespace: global',
    );
  });

  it('refuses a suffix that makes them too long', () => {
    expect(refusal('reportBucketSuffix: -abcdefghijklm')).to.match(
      /^line 2, reportBucketSuffix: .+ 65 characters, .+: choose a reportBucketSuffix or resourcePrefix that is shorter by 2, /,
    );
  });

  it('refuses days that delete before they archive', () => {
    expect(refusal('reportExpireAfterDays: 30')).to.match(
      /^line 2, reportExpireAfterDays: reportExpireAfterDays would delete objects after 30 days, before/,
    );
  });

  for (const days of ['0', '1.5', 'never']) {
    it(`refuses ${days} days of the accounts' reports`, () => {
      expect(refusal(`spokeReportExpireAfterDays: ${days}`)).to.match(
        /^line 2, spokeReportExpireAfterDays: .+: give a whole number from 1 to 36500$/,
      );
    });
  }

  for (const schedule of [
    'hourly',
    'rate(1 hours)',
    'rate(2 hour)',
    'rate(0 hours)',
    'cron(0 *)',
  ]) {
    it(`refuses the schedule ${schedule}`, () => {
      expect(refusal(`harvestSchedule: ${schedule}`)).to.match(
        /^line 2, harvestSchedule: .+, which is not a schedule of EventBridge: .+ give a schedule such as rate\(1 day\)/,
      );
    });
  }

  for (const id of ["''", 'a', 'a b', '12']) {
    it(`refuses the external id ${id}`, () => {
      expect(refusal(`reportExternalId: ${id}`)).to.match(
        /^line 2, reportExternalId: .+: give 2 to 1224 letters, digits and any of /,
      );
    });
  }
});
