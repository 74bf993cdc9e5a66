import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import {
  accountReportBucket,
  centralReportBucket,
  reportParameters,
} from '../../organization/report-buckets.ts';
import { settings } from '../coverage/fakes.ts';

const refusal = (map: Record<string, unknown>) => {
  try {
    return reportParameters(map, 'p.yml');
  } catch (error) {
    return String(error);
  }
};

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

  it('have by default the names that are deployed by default', async () => {
    const url = new URL('../../templates/security-reporting/_tasks.yml', import.meta.url);
    const { Parameters } = parse(await readFile(url, 'utf8'), { logLevel: 'silent' });

    expect(reportParameters({}, 'p.yml')).to.deep.equal({
      reportBucketSuffix: Parameters.reportBucketSuffix.Default,
      reportBucketNamespace: Parameters.reportBucketNamespace.Default,
    });
  });

  it('refuse a suffix and a namespace that there can not be', () => {
    expect(refusal({ reportBucketSuffix: 'x7' })).to.equal(
      'SettingsError: p.yml: reportBucketSuffix is "x7": give a hyphen, letters and digits, such as -x7',
    );
    expect(refusal({ reportBucketSuffix: -7 })).to.contain('reportBucketSuffix is -7');
    expect(refusal({ reportBucketNamespace: 'regional' })).to.equal(
      'SettingsError: p.yml: reportBucketNamespace is "regional": use one of account-regional, global',
    );
  });
});
