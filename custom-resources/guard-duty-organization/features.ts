import type {
  DetectorFeatureConfiguration,
  DetectorFeatureConfigurationResult,
  OrganizationFeatureConfiguration,
  OrganizationFeatureConfigurationResult,
} from '@aws-sdk/client-guardduty';
import { PropertyError } from '../../lambda/errors.ts';
import { type Field, list } from '../../lambda/properties.ts';
import { region } from '../../templates/kinds.ts';

/**
 * The features that can be managed. EKS_RUNTIME_MONITORING is not: RUNTIME_MONITORING includes it, and
 * GuardDuty rejects both in one call.
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

const SETTINGS = ['on', 'off', 'leave'] as const;

export type Feature = (typeof FEATURES)[number];
export type AutoEnable = 'ALL' | 'NEW' | 'NONE';

/** One entry of the list: the setting of a feature, in one region or in all. */
export interface FeatureRule {
  feature: Feature;
  setting: (typeof SETTINGS)[number];
  region: string | undefined;
}

/** The setting of each feature in one region, without those to leave. */
export type Wanted = ReadonlyMap<Feature, 'on' | 'off'>;

const ENTRY = new RegExp(`^([A-Z0-9_]+)(?:=(\\w+))?(?:@(${region.allowedPattern}))?$`);
const ALLOWED = `NAME, NAME=off or NAME=leave, with a suffix @REGION for one region, of ${FEATURES.join(', ')}`;

/** Reads `NAME[=on|off|leave][@REGION]`. @throws PropertyError */
export const featureRule: Field<FeatureRule> = (value, name) => {
  const [, feature, setting = 'on', where] = ENTRY.exec(String(value)) ?? [];
  const known = FEATURES.find((one) => one === feature);
  const wanted = SETTINGS.find((one) => one === setting);
  if (known === undefined || wanted === undefined) {
    throw new PropertyError(`${name} is ${JSON.stringify(value)}: set it to ${ALLOWED}`);
  }
  return { feature: known, setting: wanted, region: where };
};

/** A list of them, each feature at most once for a region. @throws PropertyError */
export const featureRules: Field<FeatureRule[]> = (value, name) => {
  const rules = list(featureRule)(value, name);
  const again = rules.find((rule, index) =>
    rules.slice(0, index).some((o) => o.feature === rule.feature && o.region === rule.region),
  );
  if (again) {
    throw new PropertyError(`${name} has ${again.feature} twice: remove one of them`);
  }
  return rules;
};

/** The settings for a region: a rule for that region overrides one for all regions. */
export function wantedIn(region: string, rules: readonly FeatureRule[] = []): Wanted {
  const general = rules.filter((rule) => rule.region === undefined);
  const own = rules.filter((rule) => rule.region === region);
  const settings = new Map([...general, ...own].map((rule) => [rule.feature, rule.setting]));
  return new Map(
    [...settings].flatMap(([feature, setting]) =>
      setting === 'leave' ? [] : [[feature, setting] as const],
    ),
  );
}

/** A feature of a detector, and whether a policy manages it. */
interface Manageable {
  readonly Name?: string | undefined;
  readonly ManagedBy?: string | undefined;
}

/** Always on with GuardDuty: a policy that enables GuardDuty manages it. */
const FOUNDATIONAL = 'CLOUD_TRAIL';

/**
 * The features of a detector that a policy of the organization manages: GuardDuty shows them, and
 * lets no call change them.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-organization-policies-how-it-works.html
 */
export const managedFeatures = (present: readonly Manageable[] = []): ReadonlySet<string> =>
  new Set(present.filter(({ ManagedBy }) => ManagedBy !== undefined).map(({ Name = '' }) => Name));

/** Whether a policy enables GuardDuty itself: auto-enable then has no effect. */
export const isManagedWhole = (present?: readonly Manageable[]): boolean =>
  managedFeatures(present).has(FOUNDATIONAL);

/** What is wanted of the features that no policy manages. */
export const unmanaged = (wanted: Wanted, managed: ReadonlySet<string>): Wanted =>
  new Map([...wanted].filter(([name]) => !managed.has(name)));

/**
 * The changes of a detector, without those that a policy manages. An enabled feature is written with
 * its current additional configuration: AWS does not document that it keeps omitted values.
 */
export function detectorChanges(
  wanted: Wanted,
  present: readonly DetectorFeatureConfigurationResult[] = [],
): (DetectorFeatureConfiguration & { Name: Feature })[] {
  const changes: (DetectorFeatureConfiguration & { Name: Feature })[] = [];
  for (const [Name, setting] of unmanaged(wanted, managedFeatures(present))) {
    const now = present.find((feature) => feature.Name === Name);
    const Status = setting === 'on' ? 'ENABLED' : 'DISABLED';
    if (Status === (now?.Status ?? 'DISABLED')) {
      continue;
    }
    const kept = now?.AdditionalConfiguration ?? [];
    const AdditionalConfiguration = kept.map(({ Name, Status }) => ({ Name, Status }));
    changes.push({
      Name,
      Status,
      ...(setting === 'on' && kept.length > 0 ? { AdditionalConfiguration } : {}),
    });
  }
  return changes;
}

/** The changes for members: `autoEnable` for features that are on, NONE for those that are off. */
export function organizationChanges(
  wanted: Wanted,
  autoEnable: AutoEnable,
  present: readonly OrganizationFeatureConfigurationResult[],
): OrganizationFeatureConfiguration[] {
  const changes: OrganizationFeatureConfiguration[] = [];
  for (const [Name, setting] of wanted) {
    const now = present.find((feature) => feature.Name === Name);
    const AutoEnable = setting === 'on' ? autoEnable : 'NONE';
    if (AutoEnable === (now?.AutoEnable ?? 'NONE')) {
      continue;
    }
    const kept = now?.AdditionalConfiguration ?? [];
    const AdditionalConfiguration = kept.map(({ Name, AutoEnable }) => ({ Name, AutoEnable }));
    changes.push({
      Name,
      AutoEnable,
      ...(setting === 'on' && kept.length > 0 ? { AdditionalConfiguration } : {}),
    });
  }
  return changes;
}
