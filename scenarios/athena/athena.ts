import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GetNamedQueryCommand, ListNamedQueriesCommand } from '@aws-sdk/client-athena';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { databaseOf } from '../../coverage/checks/athena.ts';
import { collect } from '../../lambda/paging.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

const folder = path.join(import.meta.dirname, '../../templates/athena/queries');

export const queriesAreSaved: Scenario = {
  capability: 'athena',
  name: 'saves each query as it is in its file',
  applies: (world) => hasType(world, 'AWS::Athena::NamedQuery'),
  async run(world) {
    const { resourcePrefix } = world.settings;
    const { athena } = await clientsOf(world);
    const ids = await collect(async (NextToken) => {
      const page = await athena.send(
        new ListNamedQueriesCommand({ WorkGroup: resourcePrefix, NextToken }),
      );
      return { items: page.NamedQueryIds, next: page.NextToken };
    });
    const saved: string[] = [];
    for (const NamedQueryId of ids) {
      const { NamedQuery } = await athena.send(new GetNamedQueryCommand({ NamedQueryId }));
      saved.push(`${NamedQuery?.Name} on ${NamedQuery?.Database}: ${NamedQuery?.QueryString}`);
    }
    const database = databaseOf(resourcePrefix);
    const expected = readdirSync(folder).map((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      return `${path.basename(file, '.sql')} on ${database}: ${text}`;
    });
    requireSame(`saved queries of ${resourcePrefix}`, saved, expected);
    return `${saved.length} queries in the workgroup ${resourcePrefix}`;
  },
};

export const tablesFindEveryAccount: Scenario = {
  capability: 'athena',
  name: 'projects each account of the organization, and keys where the logs are',
  applies: (world) => hasType(world, 'AWS::Glue::Table'),
  async run(world) {
    const { resourcePrefix, logArchiveAccountId } = world.settings;
    const { glue } = await clientsOf(world);
    const DatabaseName = databaseOf(resourcePrefix);
    const accounts = (await world.accounts()).map(({ id }) => id);
    const places = {
      cloudtrail_days: /^AWSLogs\/o-[a-z0-9]+\/\$\{account\}\/CloudTrail\/\$\{region\}\/\$\{day\}$/,
      flow_log_days:
        /^AWSLogs\/aws-account-id=\$\{account\}\/aws-service=vpcflowlogs\/aws-region=\$\{region\}\/\$\{day\}$/,
    };
    const buckets = { cloudtrail_days: 'cloud-trail', flow_log_days: 'flow-logs' };
    for (const Name of ['cloudtrail_days', 'flow_log_days'] as const) {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
      const properties = Table?.Parameters ?? {};
      const projected = properties['projection.account.values']?.split(',') ?? [];
      requireSame(`accounts of ${Name}`, projected, accounts);
      const location = properties['storage.location.template'] ?? '';
      const bucket = `s3://${resourcePrefix}-${buckets[Name]}-${logArchiveAccountId}/`;
      if (!location.startsWith(bucket) || !places[Name].test(location.slice(bucket.length))) {
        throw new Error(
          `expected ${Name} in ${bucket}, by the layout of its keys, got ${location}`,
        );
      }
    }
    for (const Name of ['cloudtrail', 'flow_logs']) {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
      requireView(Name, Table?.ViewOriginalText ?? '', DatabaseName);
    }
    return `${accounts.length} accounts in the tables of ${DatabaseName}`;
  },
};

/** Athena keeps a view as a comment, with its definition in base64. */
function requireView(name: string, text: string, database: string): void {
  const encoded = /^\/\* Presto View: (\S+) \*\/$/.exec(text)?.[1] ?? '';
  const definition = Buffer.from(encoded, 'base64').toString();
  if (JSON.parse(definition || '{}').schema !== database) {
    throw new Error(`expected ${name} as a view in ${database}, got ${definition || text}`);
  }
}

async function clientsOf({ rehearsal, settings }: World) {
  const session = await sessionsOf(rehearsal).open(settings.securityAccountId);
  return session.clients(settings.homeRegion);
}
