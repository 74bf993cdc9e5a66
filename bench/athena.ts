// What the query of root sign-ins reads, with partition projection and without.
// `node bench/athena.ts` writes bench/athena.md; with numbers of accounts it prints.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../test/athena/engine.ts';
import {
  daysBefore,
  logArchiveAccountId,
  organizationId,
  writeTrail,
} from '../test/athena/logs.ts';
import { query, type Table, tablesOf } from '../test/athena/tables.ts';

const now = new Date('2026-11-21T12:00:00Z');
const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const given = process.argv.slice(2).map(Number);

interface Case {
  readonly accounts: number;
  readonly years: number;
  readonly days: number;
}

const cases: readonly Case[] =
  given.length > 0
    ? given.map((accounts) => ({ accounts, years: 1, days: 30 }))
    : [
        ...[1, 10, 100].map((accounts) => ({ accounts, years: 1, days: 30 })),
        ...[7, 90].map((days) => ({ accounts: 10, years: 1, days })),
        ...[2, 3].map((years) => ({ accounts: 10, years, days: 30 })),
      ];

interface Reading {
  readonly files: number;
  readonly bytes: number;
  /** Unless there were too many files to read all of them. */
  readonly rows?: number;
}

/** Beyond this many files only their sizes are read. */
const filesToRead = 1000;

interface Row extends Case {
  readonly projected: Reading;
  readonly whole: Reading;
}

const accountIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(400_000_000_000 + index));

/** A file a day in one region: twenty calls and, on Mondays, a sign-in of the root user. */
function writeLogs(root: string, { accounts, years }: Case): void {
  for (const account of accountIds(accounts)) {
    for (let day = 0; day < years * 365; day += 1) {
      const date = daysBefore(now, day);
      const calls = Array.from({ length: 20 }, (_, index) => ({
        eventSource: 'ec2.amazonaws.com',
        eventName: 'DescribeInstances',
        // Ids differ, and don't compress.
        eventID: `${account}-${date}-${(day * 7919 + index * 104729) % 999983}`,
        userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/jane` },
        readOnly: true,
      }));
      const signIn = {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root` },
        responseElements: { ConsoleLogin: 'Success' },
      };
      const isMonday = new Date(date).getUTCDay() === 1;
      writeTrail(
        root,
        { account, region: 'us-east-1', date },
        isMonday ? [...calls, signIn] : calls,
      );
    }
  }
}

/** The table of the trail without partitions: all that a plain table can have here. */
function withoutPartitions(tables: readonly Table[]): Table[] {
  return tables
    .filter(({ Name }) => Name === 'cloudtrail_days')
    .map(({ PartitionKeys: _, ...table }) => ({ ...table, Name: 'cloudtrail' }));
}

async function read(root: string, tables: readonly Table[], sql: string): Promise<Reading> {
  const engine = await Engine.open({ tables, root, now });
  try {
    const { files, bytes } = await engine.scan(sql);
    const read = { files: files.length, bytes };
    return files.length > filesToRead
      ? read
      : { ...read, rows: (await engine.run(sql)).rows.length };
  } finally {
    engine.close();
  }
}

async function measure(one: Case): Promise<Row> {
  const root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-bench-'));
  try {
    writeLogs(root, one);
    const accounts = accountIds(one.accounts);
    const deployment = { organizationId, logArchiveAccountId, accounts, regions, days: 2557 };
    const tables = tablesOf(deployment);
    const sql = query('RootLogin30Days').replace("interval '30' day", `interval '${one.days}' day`);
    const byTime = sql.replace(
      'WHERE day >=',
      "WHERE replace(substr(eventtime, 1, 10), '-', '/') >=",
    );
    const projected = await read(root, tables, sql);
    const whole = await read(root, withoutPartitions(tables), byTime);
    if (whole.rows !== undefined && projected.rows !== whole.rows) {
      throw new Error(`${projected.rows} rows with projection, ${whole.rows} without`);
    }
    return { ...one, projected, whole };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const kibibytes = ({ bytes }: Reading): string => (bytes / 1024).toFixed(0);

const render = (rows: readonly Row[]): string =>
  [
    '# Bytes that a query reads',
    '',
    '`node bench/athena.ts`: the saved query `RootLogin30Days`, for other numbers of days too, over sample logs: a file',
    'of twenty calls for each account and day. Projection is that of the tables in `templates/athena/tables.yml`; without',
    `it, one table covers the bucket. Athena bills the bytes. Up to ${filesToRead} files the query is run, and gives the same rows`,
    'with and without; of more files only the sizes are added up.',
    '',
    '| accounts | years kept | days asked for | files, projected | KiB, projected | files, all | KiB, all | share |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ accounts, years, days, projected, whole }) =>
        `| ${accounts} | ${years} | ${days} | ${projected.files} | ${kibibytes(projected)} | ` +
        `${whole.files} | ${kibibytes(whole)} | ${((100 * projected.bytes) / whole.bytes).toFixed(1)} % |`,
    ),
    '',
    'With projection the bytes grow with the accounts and the days asked for, and stay the same however long logs are',
    'kept; without it they grow with all that is kept. A query of *n* days reads *n* + 1 folders: today counts as well.',
    '',
  ].join('\n');

const rows: Row[] = [];
for (const one of cases) {
  process.stderr.write(`${one.accounts} accounts, ${one.years} years, ${one.days} days …\n`);
  rows.push(await measure(one));
}
const text = render(rows);
process.stdout.write(text);
if (given.length === 0) {
  writeFileSync(path.join(import.meta.dirname, 'athena.md'), text);
}
