import type {
  DetectorFeatureConfigurationResult,
  OrganizationFeatureConfigurationResult,
} from '@aws-sdk/client-guardduty';
import {
  detectorChanges,
  featureRules,
  managedFeatures,
  organizationChanges,
  unmanaged,
  type Wanted,
  wantedIn,
} from '../../custom-resources/guard-duty-organization/features.ts';
import type { Target } from '../types.ts';

type Place = Pick<Target, 'region' | 'settings'>;

/** What the settings want in a region; a feature that GuardDuty does not list is not there. */
function wantedOf(
  { region, settings }: Place,
  listed: readonly { readonly Name?: string | undefined }[],
): Wanted {
  const rules = featureRules(settings.guardDutyFeatures, 'guardDutyFeatures');
  return new Map(
    [...wantedIn(region, rules)].filter(([feature]) => listed.some(({ Name }) => Name === feature)),
  );
}

/** The features of a detector that are not as the settings want them. */
export function lackOfFeatures(
  present: readonly DetectorFeatureConfigurationResult[] = [],
  place: Place,
): string | undefined {
  const changes = detectorChanges(wantedOf(place, present), present);
  return changes.length === 0
    ? undefined
    : changes.map(({ Name, Status }) => `${Name} not ${Status}`).join(', ');
}

/** The features that members do not get as the settings want them. */
export function lackOfAutoEnable(
  present: readonly OrganizationFeatureConfigurationResult[] = [],
  ofDetector: readonly DetectorFeatureConfigurationResult[] = [],
  place: Place,
): string | undefined {
  const wanted = unmanaged(wantedOf(place, present), managedFeatures(ofDetector));
  const changes = organizationChanges(wanted, 'ALL', present);
  return changes.length === 0
    ? undefined
    : changes
        .map(({ Name, AutoEnable }) => `AutoEnable of ${Name} is not ${AutoEnable}`)
        .join(', ');
}
