import type {
  DetectorFeatureConfiguration,
  DetectorFeatureConfigurationResult,
  OrganizationFeatureConfiguration,
  OrganizationFeatureConfigurationResult,
} from '@aws-sdk/client-guardduty';

/**
 * The features that can be managed. EKS_RUNTIME_MONITORING is left alone: RUNTIME_MONITORING
 * includes it, and GuardDuty refuses both in one call.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateOrganizationConfiguration.html
 */
export const FEATURES = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'LAMBDA_NETWORK_LOGS',
  'RUNTIME_MONITORING',
  'AI_PROTECTION',
] as const;

export type Feature = (typeof FEATURES)[number];
export type AutoEnable = 'ALL' | 'NEW' | 'NONE';

/** What to change at the detector: listed features on, others off, and none without a list. */
export function detectorChanges(
  wanted: readonly Feature[] | undefined,
  present: readonly DetectorFeatureConfigurationResult[] = [],
): DetectorFeatureConfiguration[] {
  if (wanted === undefined) return [];
  const changes: DetectorFeatureConfiguration[] = [];
  for (const Name of FEATURES) {
    const Status = wanted.includes(Name) ? 'ENABLED' : 'DISABLED';
    const now = present.find((feature) => feature.Name === Name)?.Status ?? 'DISABLED';
    if (Status !== now) changes.push({ Name, Status });
  }
  return changes;
}

/** What to change for members: listed features as `autoEnable` says, others NONE. */
export function organizationChanges(
  wanted: readonly Feature[] | undefined,
  autoEnable: AutoEnable,
  present: readonly OrganizationFeatureConfigurationResult[],
): OrganizationFeatureConfiguration[] {
  if (wanted === undefined) return [];
  const changes: OrganizationFeatureConfiguration[] = [];
  for (const Name of FEATURES) {
    const AutoEnable = wanted.includes(Name) ? autoEnable : 'NONE';
    const now = present.find((feature) => feature.Name === Name)?.AutoEnable ?? 'NONE';
    if (AutoEnable !== now) changes.push({ Name, AutoEnable });
  }
  return changes;
}
