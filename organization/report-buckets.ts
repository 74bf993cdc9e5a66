import type { Settings } from './types.ts';

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

/** The StackSet of the buckets of the accounts' own reports. */
export function reportStackSet({ resourcePrefix }: Pick<Settings, 'resourcePrefix'>): string {
  return `${resourcePrefix}-account-reports`;
}
