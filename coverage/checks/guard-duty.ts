import {
  DescribeOrganizationConfigurationCommand,
  type DetectorFeatureConfigurationResult,
  GetDetectorCommand,
  ListDetectorsCommand,
  ListOrganizationAdminAccountsCommand,
} from '@aws-sdk/client-guardduty';
import { ListRootsCommand } from '@aws-sdk/client-organizations';
import {
  isManagedWhole,
  managedFeatures,
} from '../../custom-resources/guard-duty-organization/features.ts';
import { collect } from '../../lambda/paging.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { lackOfAutoEnable, lackOfFeatures } from './guard-duty-features.ts';
import { verdictOf } from './verdict.ts';

export const guardDutyRow: Row = {
  service: 'guard-duty',
  capability: 'guard-duty',
  title: 'A GuardDuty detector is enabled',
  onWhen:
    'a detector exists, is enabled, and has the `guardDutyFeatures` that the region has; the reason names those that a policy manages',
  repair:
    '`aws guardduty create-detector --enable` in the account and region, or `update-detector --detector-id … --enable`; features of members by `update-member-detectors` in the security account',
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: readDetector,
};

export const guardDutyAdministratorRow: Row = {
  service: 'guard-duty-administrator',
  capability: 'guard-duty',
  title: 'The security account administers GuardDuty of the organization',
  onWhen: 'the security account is the GuardDuty administrator of the organization (1)',
  repair:
    '`aws guardduty enable-organization-admin-account --admin-account-id …` in the management account and region, after `disable-organization-admin-account` of another one',
  accounts: 'management',
  scope: 'every-region',
  when: ({ guardDutyMembership }) => guardDutyMembership === 'organization',
  expected: 'on',
  read: readAdministrator,
};

export const guardDutyAutoEnableRow: Row = {
  service: 'guard-duty-auto-enable',
  capability: 'guard-duty',
  title: 'GuardDuty enables itself in every account of the organization',
  onWhen:
    '`AutoEnableOrganizationMembers` is `ALL`, with `guardDutyFeatures`, or a `GUARDDUTY_POLICY` enables GuardDuty in its place; findings are published as often as `guardDutyPublishingFrequency` (1)',
  repair:
    '`aws guardduty update-organization-configuration --detector-id … --auto-enable-organization-members ALL --features …` in the security account and region; how often findings are published, by `update-detector`',
  accounts: 'security',
  scope: 'every-region',
  when: ({ guardDutyMembership }) => guardDutyMembership === 'organization',
  expected: 'on',
  read: readAutoEnable,
};

/** An account has at most one detector in a region; undefined when it has none. */
export async function findDetector({ clients }: Target<'guardDuty'>): Promise<string | undefined> {
  const ids = await collect(async (NextToken) => {
    const page = await clients.guardDuty.send(new ListDetectorsCommand({ NextToken }));
    return { items: page.DetectorIds, next: page.NextToken };
  });
  return ids[0];
}

export const noDetector: Verdict = { actual: 'off', reason: 'there is no detector' };

const POLICY = 'GUARDDUTY_POLICY';

/** What a policy of the organization manages of a detector; undefined where that is nothing. */
function managedBy(features: DetectorFeatureConfigurationResult[] | undefined): string | undefined {
  const names = [...managedFeatures(features)];
  return names.length === 0
    ? undefined
    : `a ${POLICY} of the organization manages ${names.join(', ')}`;
}

/** On when there is a detector and it is not suspended. */
export async function readDetector(target: Target<'guardDuty'>): Promise<Verdict> {
  const DetectorId = await findDetector(target);
  if (DetectorId === undefined) {
    return noDetector;
  }
  const { Status, Features } = await target.clients.guardDuty.send(
    new GetDetectorCommand({ DetectorId }),
  );
  if (Status !== 'ENABLED') {
    return { actual: 'off', reason: `the detector ${DetectorId} is ${Status}` };
  }
  const lack = lackOfFeatures(Features, target);
  if (lack !== undefined) {
    return { actual: 'off', reason: `the detector ${DetectorId} has ${lack}` };
  }
  const reason = managedBy(Features);
  return reason === undefined ? { actual: 'on' } : { actual: 'on', reason };
}

/** On when the security account administers GuardDuty of the organization in the region. */
export async function readAdministrator(target: Target<'guardDuty'>): Promise<Verdict> {
  const { securityAccountId } = target.settings;
  const admins = await collect(async (NextToken) => {
    const page = await target.clients.guardDuty.send(
      new ListOrganizationAdminAccountsCommand({ NextToken }),
    );
    return { items: page.AdminAccounts, next: page.NextToken };
  });
  const admin = admins.find(({ AdminAccountId }) => AdminAccountId === securityAccountId);
  if (admin?.AdminStatus === 'ENABLED') {
    return { actual: 'on' };
  }
  const found = admins.map((other) => `${other.AdminAccountId} (${other.AdminStatus})`);
  return {
    actual: 'off',
    reason: `the administrator is ${found.join(', ') || 'not set'}, not ${securityAccountId}`,
  };
}

/**
 * On when GuardDuty enables itself in every new and existing account, or a policy does. Once the type
 * of such policies is enabled, auto-enable has no effect.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-organization-policies-how-it-works.html
 */
export async function readAutoEnable(
  target: Target<'guardDuty' | 'organizations'>,
): Promise<Verdict> {
  const DetectorId = await findDetector(target);
  if (DetectorId === undefined) {
    return noDetector;
  }
  const detector = await target.clients.guardDuty.send(new GetDetectorCommand({ DetectorId }));
  if (isManagedWhole(detector.Features)) {
    return { actual: 'on', reason: `${managedBy(detector.Features)} in its place` };
  }
  const { AutoEnableOrganizationMembers: members, Features } = await target.clients.guardDuty.send(
    new DescribeOrganizationConfigurationCommand({ DetectorId }),
  );
  if (members !== 'ALL') {
    return { actual: 'off', reason: `AutoEnableOrganizationMembers is ${members}, not ALL` };
  }
  const { FindingPublishingFrequency: frequency } = detector;
  const { guardDutyPublishingFrequency: wanted } = target.settings;
  return verdictOf(
    (await hasEnabled(target, POLICY))
      ? `the policy type ${POLICY} is enabled, which ends auto-enable, and no policy enables GuardDuty here`
      : undefined,
    lackOfAutoEnable(Features, detector.Features, target),
    frequency === wanted ? undefined : `findings are published ${frequency}, not ${wanted}`,
  );
}

async function hasEnabled(
  { clients }: Target<'organizations'>,
  policyType: string,
): Promise<boolean> {
  const roots = await collect(async (NextToken) => {
    const page = await clients.organizations.send(new ListRootsCommand({ NextToken }));
    return { items: page.Roots, next: page.NextToken };
  });
  return roots.some(({ PolicyTypes = [] }) => PolicyTypes.some(({ Type }) => Type === policyType));
}
