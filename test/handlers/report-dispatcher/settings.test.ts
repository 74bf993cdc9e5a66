import { expect } from 'chai';
import { settingsOf } from '../../../handlers/report-dispatcher/settings.ts';
import { PropertyError } from '../../../lambda/errors.ts';

const env = {
  RESOURCE_PREFIX: 'audit',
  REPORT_BUCKET: 'audit-reports-222222222222',
  SPOKE_BUCKET: 'audit-account-reports-{account}-us-east-1-an',
};

describe('the settings of the report dispatcher', () => {
  it('have defaults: 5 minutes, parts of 64 MiB from 256 MiB on', () => {
    const settings = settingsOf(env);

    expect(settings).to.deep.equal({
      resourcePrefix: 'audit',
      reportBucket: 'audit-reports-222222222222',
      spokeBucket: 'audit-account-reports-{account}-us-east-1-an',
      organizationTtlSeconds: 300,
      copyPartBytes: 67_108_864,
      multipartThresholdBytes: 268_435_455,
    });
  });

  it('may ask for small parts, to prove that large reports arrive', () => {
    const settings = settingsOf({
      ...env,
      COPY_PART_BYTES: '5242880',
      MULTIPART_THRESHOLD_BYTES: '1',
    });

    expect(settings).to.include({ copyPartBytes: 5_242_880, multipartThresholdBytes: 1 });
  });

  it('are refused by name when one is missing, or nothing that S3 takes', () => {
    const wrong: [object, string][] = [
      [{ REPORT_BUCKET: undefined }, 'ReportBucket is missing'],
      [{ SPOKE_BUCKET: 'audit-account-reports' }, 'SpokeBucket is "audit-account-reports"'],
      [{ SPOKE_BUCKET: '{account}-{account}' }, 'SpokeBucket'],
      [{ COPY_PART_BYTES: '5242879' }, 'CopyPartBytes is "5242879"'],
      [{ MULTIPART_THRESHOLD_BYTES: '5368709121' }, 'MultipartThresholdBytes'],
      [{ ORGANIZATION_TTL_SECONDS: '0' }, 'OrganizationTtlSeconds'],
    ];

    for (const [changes, text] of wrong) {
      expect(() => settingsOf({ ...env, ...changes }), text).to.throw(PropertyError, text);
    }
  });
});
