import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import {
  GetDetectorCommand,
  ListDetectorsCommand,
  paginateListMembers,
} from '@aws-sdk/client-guardduty';
import type { Rehearsal } from 'ofn-rehearse';
import { isActive } from '../../organization/accounts.ts';
import type { Account, Settings } from '../../organization/types.ts';
import { requireSame } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

/**
 * The ids of the enabled detectors of all active accounts in all governed regions.
 *
 * @throws when one of them has none
 */
export async function requireDetectors(
  rehearsal: Rehearsal,
  settings: Settings,
  accounts: readonly Account[],
): Promise<string[]> {
  const off: string[] = [];
  const ids: string[] = [];
  for (const account of accounts.filter(isActive)) {
    const session = await sessionsOf(rehearsal).open(account.id);
    for (const region of settings.governedRegions) {
      const id = await enabledDetector(session.clients(region).guardDuty);
      if (id === undefined) {
        off.push(`${account.name}/${region}`);
      } else {
        ids.push(id);
      }
    }
  }
  requireSame('places without an enabled detector', off, []);
  return ids;
}

async function enabledDetector(
  guardDuty: Pick<GuardDutyClient, 'send'>,
): Promise<string | undefined> {
  const { DetectorIds: [id] = [] } = await guardDuty.send(new ListDetectorsCommand({}));
  if (id === undefined) {
    return undefined;
  }
  const { Status } = await guardDuty.send(new GetDetectorCommand({ DetectorId: id }));
  return Status === 'ENABLED' ? id : undefined;
}

/** @throws when the members of the security account are not exactly the other active accounts */
export async function requireMembers(
  rehearsal: Rehearsal,
  settings: Settings,
  accounts: readonly Account[],
): Promise<string> {
  const others = accounts
    .filter((account) => isActive(account) && account.id !== settings.securityAccountId)
    .map(({ id }) => id);
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  for (const region of settings.governedRegions) {
    const client = session.clients(region).guardDuty as GuardDutyClient;
    const { DetectorIds = [] } = await client.send(new ListDetectorsCommand({}));
    const members: string[] = [];
    const input = { DetectorId: DetectorIds[0], OnlyAssociated: 'true' };
    for await (const page of paginateListMembers({ client }, input)) {
      const enabled = (page.Members ?? []).filter((one) => one.RelationshipStatus === 'Enabled');
      members.push(...enabled.map(({ AccountId = '' }) => AccountId));
    }
    requireSame(`members in ${region}`, members, others);
  }
  return `${others.length} members in each of ${settings.governedRegions.length} regions`;
}
