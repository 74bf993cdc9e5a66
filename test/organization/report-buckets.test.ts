import { expect } from 'chai';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import { settings } from '../doubles/organization.ts';

describe('buckets of reports', () => {
  it('are named after prefix, suffix, account and region', () => {
    expect(centralReportBucket(settings)).to.equal('ofn-audit-reports-222222222222');
    expect(accountReportBucket(settings, '444444444444')).to.equal(
      'ofn-audit-account-reports-444444444444-us-east-1-an',
    );
    expect(
      accountReportBucket(
        { ...settings, reportBucketSuffix: '-x7', reportBucketNamespace: 'global' },
        '444444444444',
      ),
    ).to.equal('ofn-audit-account-reports-x7-444444444444');
  });
});
