import { Rehearsal } from 'ofn-rehearse';
import { type SessionOptions, sessionsFor } from '../../../organization/clients.ts';
import config from '../../../rehearse.config.ts';
import { sessionsOf } from '../../sessions.ts';
import type { ExistingOrganization, Seeded } from '../existing.ts';
import { type OperatorsRepository, openRepository } from './repository.ts';

export interface Opened {
  readonly rehearsal: Rehearsal;
  readonly repository: OperatorsRepository;
}

/** Starts an embedded AWS with the accounts of an organization, and nothing in them. */
export async function openOrganization(existing: ExistingOrganization): Promise<Opened> {
  const repository = openRepository(existing);
  try {
    const { tasksFile } = repository;
    const { regions } = existing;
    const rehearsal = await Rehearsal.open({ config, tasksFile, regions });
    rehearsal.onClose(repository.remove);
    await raiseQuota(rehearsal, existing);
    return { rehearsal, repository };
  } catch (error) {
    repository.remove();
    throw error;
  }
}

/** Who has used Fargate for years has asked for more than AWS publishes: auditParallel then fits. */
function raiseQuota({ aws }: Rehearsal, { ids, regions }: ExistingOrganization): Promise<unknown> {
  const [region] = regions;
  const quota = { region, service: 'fargate', code: 'L-3032A538', value: 100 };
  return aws.control('POST', `/accounts/${ids['SecurityAccount']}/quotas`, quota);
}

/** What a seed is given. */
export function seededOf(rehearsal: Rehearsal, { ids, regions }: ExistingOrganization): Seeded {
  const [region = ''] = regions;
  const accounts: Record<string, string> = {
    ...ids,
    ManagementAccount: rehearsal.seeded.managementAccountId,
  };
  return {
    ids: accounts,
    region,
    control: (method, resource, body) => rehearsal.aws.control(method, resource, body),
    async stranger(account) {
      const made = await rehearsal.aws.control('POST', '/accounts', account);
      const { credentials } = made as Required<Pick<SessionOptions, 'credentials'>>;
      const { endpoint } = rehearsal.connection;
      const caller = { accountId: account.accountId, partition: 'aws' };
      const sessions = sessionsFor(caller, { endpoint, homeRegion: region, credentials });
      rehearsal.onClose(() => sessions.close());
      return (await sessions.open(account.accountId)).clients(region);
    },
    async clients(logicalName, where = region) {
      const session = await sessionsOf(rehearsal).open(accounts[logicalName] ?? '');
      return session.clients(where);
    },
  };
}
