import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type PerformOptions, Rehearsal } from 'ofn-rehearse';
import { type SessionOptions, sessionsFor } from '../../../organization/clients.ts';
import config from '../../../rehearse.config.ts';
import { sessionsOf } from '../../sessions.ts';
import type { Edits, ExistingOrganization, Seeded } from '../existing.ts';
import { withIds } from '../files.ts';

const root = path.join(import.meta.dirname, '../../..');
export const tasksFile = path.join(root, 'organization-tasks.yml');
const organizationFile = path.join(root, 'organization.yml');

/** Starts an embedded AWS with the accounts of an organization, and nothing in them. */
export async function openOrganization(existing: ExistingOrganization): Promise<Rehearsal> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-organization-'));
  const file = path.join(folder, 'organization.yml');
  const text = withIds(readFileSync(organizationFile, 'utf8'), existing.ids);
  writeFileSync(file, existing.before?.organization?.(text) ?? text);
  try {
    const { regions } = existing;
    const rehearsal = await Rehearsal.open({ config, tasksFile, organizationFile: file, regions });
    rehearsal.onClose(() => rmSync(folder, { recursive: true, force: true }));
    return rehearsal;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
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
      const { credentials } = made as Pick<SessionOptions, 'credentials'>;
      const { endpoint } = rehearsal.connection;
      const caller = { accountId: account.accountId, partition: 'aws' };
      const sessions = sessionsFor(caller, { endpoint, homeRegion: region, ...given(credentials) });
      rehearsal.onClose(() => sessions.close());
      return (await sessions.open(account.accountId)).clients(region);
    },
    async clients(logicalName, where = region) {
      const session = await sessionsOf(rehearsal).open(accounts[logicalName] ?? '');
      return session.clients(where);
    },
  };
}

const given = (credentials: SessionOptions['credentials']) =>
  credentials === undefined ? {} : { credentials };

/** The files with the edits of an operator, as a rehearsal performs them. */
export function edited(
  rehearsal: Rehearsal,
  edits: Edits = {},
): Pick<PerformOptions, 'organizationText' | 'tasksText' | 'files'> {
  const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
  return {
    ...(edits.organization && {
      organizationText: edits.organization(rehearsal.organizationText),
    }),
    ...(edits.tasks && { tasksText: edits.tasks(read('organization-tasks.yml')) }),
    files: Object.fromEntries(
      Object.entries(edits.files ?? {}).map(([name, edit]) => [name, edit(read(name))]),
    ),
  };
}
