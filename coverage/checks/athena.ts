import { GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetTablesCommand } from '@aws-sdk/client-glue';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { ofStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const athenaRow: Row = {
  service: 'athena',
  capability: 'athena',
  title: 'The trail and the flow logs can be searched with SQL in an enforced workgroup',
  onWhen: 'the workgroup enforces its configuration, and the database has its tables',
  repair: ofStack,
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readAthena,
};

/** Tables and views of templates/athena/tables.yml. */
const tables = [
  'cloudtrail',
  'cloudtrail_account',
  'cloudtrail_days',
  'flow_log_days',
  'flow_logs',
];

/** The name of the database: that of the workgroup, without hyphens. */
export const databaseOf = (resourcePrefix: string): string => resourcePrefix.replaceAll('-', '_');

/** On when the workgroup enforces its configuration, and the tables exist. */
export async function readAthena(target: Target<'athena' | 'glue'>): Promise<Verdict> {
  const { resourcePrefix } = target.settings;
  const reason = (await whyNotEnforced(target)) ?? (await whatLacks(target));
  return reason === undefined
    ? { actual: 'on' }
    : { actual: 'off', reason: `${resourcePrefix}: ${reason}` };
}

async function whyNotEnforced({
  clients,
  settings,
}: Target<'athena' | 'glue'>): Promise<string | undefined> {
  const WorkGroup = settings.resourcePrefix;
  const found = await unlessGone('is not found', async () =>
    clients.athena.send(new GetWorkGroupCommand({ WorkGroup })),
  );
  if (!found?.WorkGroup) {
    return 'there is no workgroup';
  }
  const { State, Configuration } = found.WorkGroup;
  if (State !== 'ENABLED') {
    return `the workgroup is ${State}`;
  }
  return Configuration?.EnforceWorkGroupConfiguration === true
    ? undefined
    : 'the workgroup does not enforce its configuration';
}

async function whatLacks({
  clients,
  settings,
}: Target<'athena' | 'glue'>): Promise<string | undefined> {
  const DatabaseName = databaseOf(settings.resourcePrefix);
  const found = await unlessGone('not found', async () =>
    collect(async (NextToken) => {
      const page = await clients.glue.send(new GetTablesCommand({ DatabaseName, NextToken }));
      return { items: page.TableList, next: page.NextToken };
    }),
  );
  if (!found) {
    return `there is no database ${DatabaseName}`;
  }
  const missing = tables.filter((table) => !found.some(({ Name }) => Name === table));
  return missing.length === 0 ? undefined : `${DatabaseName} lacks ${missing.join(', ')}`;
}

/** Athena has one error for all bad requests, so its message must be matched. */
async function unlessGone<T>(words: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (
      isNamed(error, 'EntityNotFoundException') ||
      (isNamed(error, 'InvalidRequestException') && error.message.includes(words))
    ) {
      return undefined;
    }
    throw error;
  }
}
