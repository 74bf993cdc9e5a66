import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { Engine } from './engine.ts';
import { logArchiveAccountId, organizationId } from './logs.ts';
import { mostPartitions, type NamedQuery, violationsOf } from './rules.ts';
import { query, tablesOf } from './tables.ts';

const folder = path.join(import.meta.dirname, '../../templates/athena');
const saved = (): NamedQuery[] => {
  const { value } = readYaml(path.join(folder, 'queries.yml'));
  const resources = value.Resources as Record<string, { Properties: NamedQuery }>;

  return Object.values(resources).map(({ Properties }) => ({
    ...Properties,
    QueryString: query(Properties.Name),
  }));
};
const asked = (QueryString: string): string[] =>
  violationsOf({ Name: 'Query', Description: 'A query', QueryString });
const outside = (clause: string): string[] => [
  `a parameter stands in ${clause}: Athena takes parameters in WHERE only`,
];

describe('what Athena demands', () => {
  for (const named of saved()) {
    it(`is what ${named.Name} keeps to`, () => {
      expect(violationsOf(named)).to.deep.equal([]);
    });
  }

  // The forms that Athena's page gives as wrong, and those that were wrong here.
  for (const [sql, clause] of [
    ['SELECT ? FROM t', 'SELECT'],
    ['SELECT a FROM t CROSS JOIN (SELECT CAST(? AS varchar) AS b) AS c WHERE a = b', 'SELECT'],
    ['SELECT a FROM t JOIN u ON t.a = ? WHERE true', 'FROM'],
    ['SELECT a FROM (VALUES (?)) AS t (a) WHERE true', 'VALUES'],
    ['WITH t AS (SELECT ? AS a) SELECT a FROM t WHERE true', 'SELECT'],
    ['SELECT a FROM t WHERE a IN (SELECT ?)', 'SELECT'],
    ['SELECT count(*) FILTER (WHERE a = ?) FROM t', 'SELECT'],
    ['SELECT a FROM t WHERE true GROUP BY a HAVING count(*) > ?', 'HAVING'],
    ['SELECT a FROM t WHERE true LIMIT ?', 'LIMIT'],
  ] as const) {
    it(`is not a parameter in ${clause}: ${sql}`, () => {
      expect(asked(sql)).to.deep.equal(outside(clause));
    });
  }

  for (const sql of [
    'SELECT a FROM t WHERE a = ?',
    'SELECT a FROM t WHERE b AND any_match(ARRAY[CAST(? AS varchar)], x -> x = a OR x = c)',
    'SELECT a FROM t WHERE a IS DISTINCT FROM ?',
    'WITH t AS (SELECT a FROM u WHERE a = ?) SELECT a FROM t WHERE a LIKE ? ORDER BY a LIMIT 9',
    "-- Is it a parameter? It isn't.\nSELECT 'why?' FROM t /* ? */",
  ]) {
    it(`is kept by ${JSON.stringify(sql)}`, () => {
      expect(asked(sql)).to.deep.equal([]);
    });
  }

  it('is not a parameter in quotes', () => {
    expect(asked(`SELECT a FROM t WHERE a = '?'`)).to.deep.equal([
      `a parameter stands in quotes: '?'`,
    ]);
  });

  it('is one SELECT, and nothing after it', () => {
    expect(asked('DELETE FROM t')).to.deep.equal([
      'the query begins with DELETE, not with SELECT or WITH',
    ]);
    expect(asked('SELECT 1;')).to.deep.equal([
      'the query has a semicolon, which separates statements',
    ]);
  });

  it('is a limit on bytes and letters', () => {
    const long = { Name: 'n'.repeat(129), Description: 'd'.repeat(1025) };
    const QueryString = `SELECT '${'ä'.repeat(131_072)}'`;

    expect(violationsOf({ ...long, QueryString })).to.deep.equal([
      'the query has 262153 bytes, at most 262144 are allowed',
      'Name is longer than 128 characters',
      'Description is longer than 1024 characters',
    ]);
  });
});

describe('the partitions of a scan', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const { value } = readYaml(path.join(folder, '_tasks.yml'));
  const defaults = value.Parameters as Record<string, { Default: unknown }>;
  const regions = (defaults.athenaRegions?.Default ?? []) as readonly string[];
  const days = defaults.athenaDays?.Default as number;
  let root: string;
  let engine: Engine;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-athena-'));
    const accounts = ['444444444444'];
    const deployment = { organizationId, logArchiveAccountId, accounts, regions, days };
    engine = await Engine.open({ tables: tablesOf(deployment), root, now });
  });

  after(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });

  /** As many accounts as a query can scan, all regions and its days. */
  const accountsOf = async (sql: string, period: readonly string[] = []): Promise<number> =>
    Math.floor(mostPartitions / (await engine.partitions(sql, period)));

  it('are those of more than 900 accounts in each saved query', async () => {
    for (const { Name, QueryString } of saved()) {
      // The days of a query that takes a period: as many as the others have at most.
      const period = QueryString.includes('CAST(? AS timestamp)')
        ? ['2026-10-22', '2026-11-21']
        : [];
      expect(await accountsOf(QueryString, period), Name).to.be.greaterThan(900);
    }
  });

  it('are too many without a day, in a larger organization, as the README says', async () => {
    const [all, month] = await Promise.all([
      accountsOf('SELECT eventname FROM cloudtrail'),
      accountsOf(query('RootLogin30Days')),
    ]);

    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8').replaceAll('\n', ' ');
    expect(readme).to.include(`without a day covers ${all} accounts, and one of 30 days ${month}`);
  });

  it('are not narrowed by what is not a comparison of the key itself', async () => {
    const byDate = await engine.partitions(`SELECT 1 FROM cloudtrail WHERE date > '2026-11'`);
    const byDay = await engine.partitions(`SELECT 1 FROM cloudtrail WHERE day > '2026/11'`);

    expect(byDate).to.equal(regions.length * (days + 1));
    expect(byDay).to.equal(regions.length * 21);
  });
});
