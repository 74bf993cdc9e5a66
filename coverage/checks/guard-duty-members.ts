import type { Member } from '@aws-sdk/client-guardduty';
import { ListMembersCommand } from '@aws-sdk/client-guardduty';
import { collect } from '../../lambda/paging.ts';
import { isActive } from '../../organization/accounts.ts';
import { readRegions } from '../../organization/regions.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { findDetector, noDetector } from './guard-duty.ts';

export const guardDutyMembersRow: Row = {
  service: 'guard-duty-members',
  capability: 'guard-duty',
  title: 'The GuardDuty members of the security account are the other active accounts',
  onWhen:
    'its members are the other active accounts that have enabled the region, each enabled; suspended accounts may stay',
  repair:
    'in the security account and region `aws guardduty create-members` for accounts that are missing, `start-monitoring-members` for those that are not enabled, and `disassociate-members` for those that are surplus',
  accounts: 'security',
  scope: 'every-region',
  expected: 'on',
  read: readMembers,
};

/** Accounts that a reason names before it only counts them. */
const namedAtMost = 5;

/**
 * On when the members of the security account are the other active accounts, each
 * of them enabled, except those that have not enabled the region. An account that is suspended or
 * closed may stay a member: with auto-enable for all, GuardDuty keeps it.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html
 */
export async function readMembers(target: Target<'guardDuty'>): Promise<Verdict> {
  const detectorId = await findDetector(target);
  if (detectorId === undefined) {
    return noDetector;
  }
  const members = await listMembers(target, detectorId);
  const reasons = [await missing(target, members), surplus(target, members)].filter(
    (one) => one !== '',
  );
  return reasons.length === 0 ? { actual: 'on' } : { actual: 'off', reason: reasons.join('; ') };
}

async function listMembers(
  { clients }: Target<'guardDuty'>,
  DetectorId: string,
): Promise<Map<string, string>> {
  const members = await collect<Member>(async (NextToken) => {
    const page = await clients.guardDuty.send(
      new ListMembersCommand({ DetectorId, OnlyAssociated: 'true', MaxResults: 50, NextToken }),
    );
    return { items: page.Members, next: page.NextToken };
  });
  return new Map(
    members.map(({ AccountId = '', RelationshipStatus = '' }) => [AccountId, RelationshipStatus]),
  );
}

async function missing(target: Target<'guardDuty'>, members: Map<string, string>): Promise<string> {
  const wanted = target.accounts
    .filter((account) => isActive(account) && account.id !== target.settings.securityAccountId)
    .filter(({ id }) => members.get(id) !== 'Enabled');
  const unable = await Promise.all(wanted.map(({ id }) => hasNotEnabled(target, id)));
  const lacking = wanted
    .filter((_, index) => !unable[index])
    .map(({ id, name }) => `${name} ${id}${members.has(id) ? ` (${members.get(id)})` : ''}`);
  return count('missing', lacking);
}

/** Whether an account can't be a member, as it has not opted in to the region; a doubt is no. */
async function hasNotEnabled(
  { sessions, settings, region }: Target<'guardDuty'>,
  accountId: string,
): Promise<boolean> {
  try {
    const session = await sessions?.open(accountId);
    const status = session && (await readRegions(session.clients(settings.homeRegion).account));
    return status?.notEnabled.has(region) ?? false;
  } catch {
    return false; // an account that can't be reached is still missing
  }
}

function surplus(target: Target<'guardDuty'>, members: Map<string, string>): string {
  const known = new Set(target.accounts.map(({ id }) => id));
  return count(
    'surplus',
    [...members.keys()].filter((id) => !known.has(id)),
  );
}

function count(what: string, accounts: string[]): string {
  if (accounts.length === 0) {
    return '';
  }
  const more = accounts.length > namedAtMost ? ` and ${accounts.length - namedAtMost} more` : '';
  return `${accounts.length} ${what}: ${accounts.slice(0, namedAtMost).join(', ')}${more}`;
}
