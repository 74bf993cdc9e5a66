import type { DetectorSnapshot, FeatureSnapshot } from 'ofn-rehearse';
import {
  detectorChanges,
  type Feature,
  featureRules,
  isManagedWhole,
  organizationChanges,
  type Wanted,
  wantedIn,
} from '../../custom-resources/guard-duty-organization/features.ts';
import { PropertyError } from '../../lambda/errors.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isDeployed } from './owner.ts';
import { at, listed, parameterOf, prefixOf, spotOf } from './view.ts';

const managed: Kind = {
  kind: 'guard-duty-feature-managed',
  level: 'note',
  title: 'a GuardDuty policy of the organization sets a protection plan otherwise',
  solvedBy: 'nothing: it is left as it is',
};
const off: Kind = {
  kind: 'guard-duty-feature-off',
  level: 'no-go',
  title: 'the first deployment would switch off a protection plan of GuardDuty',
  solvedBy: '`guardDutyFeatures`',
};
const on: Kind = {
  kind: 'guard-duty-feature-on',
  level: 'note',
  title: 'the first deployment would switch on a protection plan of GuardDuty that is off',
  solvedBy: '`guardDutyFeatures`',
};
const frequency: Kind = {
  kind: 'guard-duty-frequency',
  level: 'note',
  title: 'the first deployment would change how often GuardDuty publishes findings again',
  solvedBy: '`guardDutyPublishingFrequency`',
};
const autoEnable: Kind = {
  kind: 'guard-duty-auto-enable',
  level: 'note',
  title: 'the first deployment would enable GuardDuty in accounts for which it is off',
  solvedBy: 'nothing',
};

/** What a deployment would do to a feature in one place. */
interface Change {
  readonly kind: Kind;
  readonly feature: Feature;
  readonly accountId: string;
  readonly region: string;
}

/** The settings of a region; none where they are faulty, which the check of the files reports. */
function wantedFeatures(subject: Subject, region: string): Wanted {
  try {
    const rules = featureRules(parameterOf(subject, 'guardDutyFeatures'), 'guardDutyFeatures');
    return wantedIn(region, rules);
  } catch (error) {
    if (error instanceof PropertyError) {
      return new Map();
    }
    throw error;
  }
}

/**
 * GuardDuty shows a plan that a policy manages as read-only, in its API too: the deployment leaves it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-organization-policies-considerations.html
 */
function kindOf(features: readonly FeatureSnapshot[], feature: Feature, isOn: boolean): Kind {
  const present = features.find(({ Name }) => Name === feature);
  if (present?.ManagedBy !== undefined) {
    return managed;
  }
  return isOn ? on : off;
}

/** What would change in a detector: features that are managed always, others at first only. */
function changesIn(
  wanted: Wanted,
  { Features }: DetectorSnapshot,
  isFirst: boolean,
): { feature: Feature; kind: Kind }[] {
  const present = Features.map(({ Name, Status }) => ({
    Name: Name as Feature,
    Status: Status as 'ENABLED' | 'DISABLED',
  }));
  return detectorChanges(wanted, present)
    .map(({ Name, Status }) => ({
      feature: Name,
      kind: kindOf(Features, Name, Status === 'ENABLED'),
    }))
    .filter(({ kind }) => kind === managed || isFirst);
}

/** What would change for members: where a policy enables GuardDuty, auto-enable has no effect. */
function changesForMembers(
  wanted: Wanted,
  { organization, Features }: DetectorSnapshot,
): { feature: Feature; kind: Kind }[] {
  if (!organization || isManagedWhole(Features)) {
    return [];
  }
  const present = organization.Features.map(({ Name, AutoEnable }) => ({
    Name: Name as Feature,
    AutoEnable: AutoEnable as 'ALL' | 'NEW' | 'NONE',
  }));
  return organizationChanges(wanted, 'ALL', present).map(({ Name, AutoEnable }) => ({
    feature: Name as Feature,
    kind: AutoEnable === 'NONE' ? off : on,
  }));
}

/** Whether this project has configured GuardDuty of a region before: then a change is the operator's. */
const isFirstIn = (subject: Subject, securityAccountId: string, region: string): boolean =>
  !spotOf(subject, securityAccountId, region)?.place.stacks.some(
    (stack) =>
      stack.StackName === `${prefixOf(subject)}-guard-duty-organization` && isDeployed(stack),
  );

function changesOf(subject: Subject, securityAccountId: string, region: string): Change[] {
  const wanted = wantedFeatures(subject, region);
  const isFirst = isFirstIn(subject, securityAccountId, region);
  const { MasterAccountId } = subject.snapshot.organization;
  return [securityAccountId, MasterAccountId].flatMap((accountId) => {
    const detector = spotOf(subject, accountId, region)?.place.detector;
    if (!detector) {
      return [];
    }
    const isSecurity = accountId === securityAccountId;
    const changes = [
      ...changesIn(wanted, detector, isFirst),
      ...(isFirst && isSecurity ? changesForMembers(wanted, detector) : []),
    ];
    const once = new Map(changes.map((each) => [`${each.kind.kind} ${each.feature}`, each]));
    return [...once.values()].map((each) => ({ ...each, accountId, region }));
  });
}

const consequences = new Map([
  [
    managed,
    [
      'is not as guardDutyFeatures has it, and a GuardDuty policy manages it',
      'the deployment leaves it as it is',
    ],
  ],
  [off, ['is on', 'the deployment would switch it off there']],
  [
    on,
    ['is off', 'the deployment would switch it on there, and for members, and AWS would bill it'],
  ],
]);

function findingOf(feature: Feature, changes: readonly Change[]): Finding[] {
  const [first] = changes;
  const [state, consequence] = (first && consequences.get(first.kind)) ?? [];
  const regions = [...new Set(changes.map(({ region }) => region))];
  const add = regions.map((region) => `${feature}=leave@${region}`);
  const places = changes.map(({ accountId, region }) => at(accountId, region));
  const where = listed(changes.map(({ accountId, region }) => `${accountId} ${region}`));
  return first
    ? [
        finding(first.kind, {
          found: `${feature} of GuardDuty ${state} in ${where}: ${consequence}`,
          places,
          ...(first.kind === managed
            ? { remedy: 'nothing to do, unless the policy is to be changed' }
            : {
                remedy: `add ${add.join(', ')} to guardDutyFeatures, which leaves it as it is`,
                settings: [{ name: 'guardDutyFeatures', add }],
              }),
        }),
      ]
    : [];
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_cloudwatch.html */
function* ofSettings(
  subject: Subject,
  accountId: string,
  regions: readonly string[],
): Iterable<Finding> {
  const detectors = regions
    .filter((region) => isFirstIn(subject, accountId, region))
    .flatMap((region) => {
      const detector = spotOf(subject, accountId, region)?.place.detector;
      return detector ? [{ detector, region }] : [];
    });
  const wanted = String(parameterOf(subject, 'guardDutyPublishingFrequency'));
  const others = detectors.flatMap(({ detector: { FindingPublishingFrequency: value }, region }) =>
    value !== undefined && value !== wanted ? [{ value, region }] : [],
  );
  const [first] = others;
  if (first) {
    const isOne = others.every(({ value }) => value === first.value);
    yield finding(frequency, {
      found: `GuardDuty publishes findings again ${others.map(({ value, region }) => `${value} in ${region}`).join(', ')}, and the deployment would set ${wanted}`,
      places: others.map(({ region }) => at(accountId, region)),
      remedy: isOne
        ? `set guardDutyPublishingFrequency to ${first.value}, which leaves it as it is`
        : 'choose guardDutyPublishingFrequency: it is one for all regions',
      ...(isOne && {
        settings: [{ name: 'guardDutyPublishingFrequency', value: first.value }],
      }),
    });
  }
  const partly = detectors.filter(
    ({ detector: { organization, Features } }) =>
      organization &&
      organization.AutoEnableOrganizationMembers !== 'ALL' &&
      !isManagedWhole(Features),
  );
  if (partly.length > 0) {
    yield finding(autoEnable, {
      found: `GuardDuty enables ${partly.map(({ detector, region }) => `${detector.organization?.AutoEnableOrganizationMembers ?? 'NONE'} accounts in ${region}`).join(', ')}, and the deployment would set ALL`,
      places: partly.map(({ region }) => at(accountId, region)),
      remedy: 'nothing to do: GuardDuty is then on in every account, which AWS bills by account',
    });
  }
}

const check: Check = function* (subject) {
  const { settings, capabilities } = subject;
  if (!capabilities.has('guard-duty') || settings?.guardDutyMembership !== 'organization') {
    return;
  }
  const { securityAccountId, governedRegions } = settings;
  const changes = governedRegions.flatMap((region) =>
    changesOf(subject, securityAccountId, region),
  );
  for (const kind of [off, managed, on]) {
    const ofKind = changes.filter((each) => each.kind === kind);
    for (const [feature, its] of Map.groupBy(ofKind, (each) => each.feature)) {
      yield* findingOf(feature, its);
    }
  }
  yield* ofSettings(subject, securityAccountId, governedRegions);
};

/** What the settings of GuardDuty would change of detectors that are there already. */
export const guardDutyFeatures: Topic = {
  kinds: [off, managed, on, frequency, autoEnable],
  check,
};
