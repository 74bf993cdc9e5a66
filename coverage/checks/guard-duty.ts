import {
  DescribeOrganizationConfigurationCommand,
  GetDetectorCommand,
  ListDetectorsCommand,
  ListOrganizationAdminAccountsCommand,
} from '@aws-sdk/client-guardduty';
import { collect } from '../../lambda/paging.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const guardDutyRow: Row = {
  service: 'guard-duty',
  capability: 'guard-duty',
  title: 'A GuardDuty detector is enabled',
  onWhen: 'a detector exists and is enabled',
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
  onWhen: '`AutoEnableOrganizationMembers` is `ALL` (1)',
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

/** On when there is a detector and it is not suspended. */
export async function readDetector(target: Target<'guardDuty'>): Promise<Verdict> {
  const DetectorId = await findDetector(target);
  if (DetectorId === undefined) {
    return noDetector;
  }
  const { Status } = await target.clients.guardDuty.send(new GetDetectorCommand({ DetectorId }));
  return Status === 'ENABLED'
    ? { actual: 'on' }
    : { actual: 'off', reason: `the detector ${DetectorId} is ${Status}` };
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

/** On when GuardDuty enables itself in every new and existing account. */
export async function readAutoEnable(target: Target<'guardDuty'>): Promise<Verdict> {
  const DetectorId = await findDetector(target);
  if (DetectorId === undefined) {
    return noDetector;
  }
  const { AutoEnableOrganizationMembers: members } = await target.clients.guardDuty.send(
    new DescribeOrganizationConfigurationCommand({ DetectorId }),
  );
  return members === 'ALL'
    ? { actual: 'on' }
    : { actual: 'off', reason: `AutoEnableOrganizationMembers is ${members}, not ALL` };
}
