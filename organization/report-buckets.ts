import { SettingsError } from './errors.ts';
import type { ReportBucketNamespace, Settings } from './types.ts';

/** The first is the default of templates/security-reporting. */
export const reportBucketNamespaces: readonly ReportBucketNamespace[] = [
  ...(['account-regional', 'global'] as const),
];

/** Nothing, or a hyphen, letters and digits. */
export const reportBucketSuffix = /^(-[a-z0-9]+)?$/;

/** @throws SettingsError that names the key, the value, and what is allowed */
export function reportParameters(
  map: Readonly<Record<string, unknown>>,
  file: string,
): Pick<Settings, 'reportBucketNamespace' | 'reportBucketSuffix'> {
  const suffix = map['reportBucketSuffix'] ?? '';
  if (typeof suffix !== 'string' || !reportBucketSuffix.test(suffix)) {
    throw new SettingsError(
      `${file}: reportBucketSuffix is ${JSON.stringify(suffix)}: give a hyphen, letters and digits, such as -x7`,
    );
  }
  const given = map['reportBucketNamespace'] ?? reportBucketNamespaces[0];
  const namespace = reportBucketNamespaces.find((one) => one === given);
  if (namespace === undefined) {
    throw new SettingsError(
      `${file}: reportBucketNamespace is ${JSON.stringify(given)}: use one of ${reportBucketNamespaces.join(', ')}`,
    );
  }
  return { reportBucketSuffix: suffix, reportBucketNamespace: namespace };
}

/** The bucket to which security tools write. */
export function centralReportBucket(
  settings: Pick<Settings, 'resourcePrefix' | 'securityAccountId'>,
): string {
  return `${settings.resourcePrefix}-reports-${settings.securityAccountId}`;
}

/**
 * The bucket of an account's own reports, as templates/security-reporting/spoke.yml has it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
export function accountReportBucket(
  settings: Pick<
    Settings,
    'homeRegion' | 'reportBucketNamespace' | 'reportBucketSuffix' | 'resourcePrefix'
  >,
  accountId: string,
): string {
  const { homeRegion, reportBucketNamespace, reportBucketSuffix, resourcePrefix } = settings;
  const name = `${resourcePrefix}-account-reports${reportBucketSuffix}-${accountId}`;
  return reportBucketNamespace === 'global' ? name : `${name}-${homeRegion}-an`;
}
