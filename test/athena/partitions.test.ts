import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { trinoTypeOf } from './dialect.ts';
import { definitionOf, Engine } from './engine.ts';
import { logArchiveAccountId, organizationId, writeFlows, writeTrail } from './logs.ts';
import { ConstraintViolation, formatted } from './projection.ts';
import { type Deployment, query, tablesOf } from './tables.ts';

const now = new Date('2026-11-21T12:00:00Z');
const deployment: Deployment = {
  organizationId,
  logArchiveAccountId,
  accounts: ['111111111111', '444444444444'],
  regions: ['us-east-1', 'eu-west-1'],
  days: 400,
};
const dates = ['2025-12-31', '2026-09-30', '2026-10-01', '2026-11-20', '2026-11-21'];
const event = { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', eventID: 'e' };

/** Where an object is, in words: account, region and date. */
const places = (files: readonly string[]): string[] =>
  files.map((file) => {
    const found = /(\d{12})\/(?:CloudTrail|aws-service=vpcflowlogs)\/(.+)\/[^/]+$/.exec(file);

    return `${found?.[1]} ${found?.[2]}`;
  });

describe('partitions', () => {
  let root: string;
  let engine: Engine;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-athena-'));
    for (const account of deployment.accounts) {
      for (const region of deployment.regions) {
        for (const date of dates) {
          writeTrail(root, { account, region, date }, [event]);
        }
      }
    }
    for (const date of dates) {
      const flow = { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2' };
      await writeFlows(root, { account: '444444444444', region: 'eu-west-1', date }, [flow], '07');
    }
    engine = await Engine.open({ tables: tablesOf(deployment), root, now });
  });

  after(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });

  it('compare dates as texts, and open the files of those days only', async () => {
    const { rows, files } = await engine.run(`
      SELECT account, region, date FROM cloudtrail
      WHERE date > '2026-10' AND account = '444444444444' AND region = 'eu-west-1' ORDER BY date`);

    expect(rows.map(({ date }) => date)).to.deep.equal(['2026-10-01', '2026-11-20', '2026-11-21']);
    expect(places(files)).to.deep.equal([
      '444444444444 eu-west-1/2026/10/01',
      '444444444444 eu-west-1/2026/11/20',
      '444444444444 eu-west-1/2026/11/21',
    ]);
  });

  it('compare dates as texts in the other direction too, across years', async () => {
    const { rows } = await engine.run(`
      SELECT date FROM cloudtrail
      WHERE date < '2026-10' AND account = '111111111111' AND region = 'us-east-1' ORDER BY date`);

    expect(rows.map(({ date }) => date)).to.deep.equal(['2025-12-31', '2026-09-30']);
  });

  it('compare days as texts in the layout of the keys', async () => {
    const { files } = await engine.run(
      `SELECT eventname FROM cloudtrail_days WHERE day BETWEEN '2026/10' AND '2026/11/20'`,
    );

    expect(files).to.have.length(2 * 2 * 2);
  });

  it('compare dates of flow logs as texts', async () => {
    const { rows, files } = await engine.run(
      `SELECT date, account, region, srcaddr FROM flow_logs WHERE date > '2026-10' AND date < '2026-11-21'`,
    );

    expect(rows.map(({ date }) => date)).to.have.members(['2026-10-01', '2026-11-20']);
    expect(places(files)).to.deep.equal([
      '444444444444 aws-region=eu-west-1/year=2026/month=10/day=01/hour=07',
      '444444444444 aws-region=eu-west-1/year=2026/month=11/day=20/hour=07',
    ]);
  });

  it('are those of the regions and accounts that are asked for', async () => {
    const { files } = await engine.run(`
      SELECT eventname FROM cloudtrail
      WHERE date = '2026-11-20' AND region IN ('us-east-1') AND account <> '111111111111'`);

    expect(places(files)).to.deep.equal(['444444444444 us-east-1/2026/11/20']);
  });

  it('are all of them, without a condition', async () => {
    const { rows, files } = await engine.run('SELECT count(*) AS events FROM cloudtrail');

    expect(files).to.have.length(2 * 2 * dates.length);
    expect(rows).to.deep.equal([{ events: String(2 * 2 * dates.length) }]);
  });

  it('reach no further back than their condition says', async () => {
    const tables = tablesOf({ ...deployment, days: 30 });
    const short = await Engine.open({ tables, root, now });

    const { files } = await short.run('SELECT eventname FROM cloudtrail');

    expect(files).to.have.length(2 * 2 * 2);
    short.close();
  });

  it('have an account that joins with the next deployment, with nothing to repair', async () => {
    const place = { account: '555555555555', region: 'us-east-1', date: '2026-11-21' };
    writeTrail(root, place, [event]);
    const accounts = [...deployment.accounts, place.account];
    const grown = await Engine.open({ tables: tablesOf({ ...deployment, accounts }), root, now });

    const { rows } = await grown.run(
      `SELECT account, count(*) AS events FROM cloudtrail WHERE date = '2026-11-21' GROUP BY account ORDER BY account`,
    );

    expect(rows.map(({ account }) => account)).to.deep.equal(accounts);
    grown.close();
  });

  it('have an undeclared account, without any deployment', async () => {
    const place = { account: '666666666666', region: 'us-east-1', date: '2026-11-21' };
    writeTrail(root, place, [event]);

    const { rows, files } = await engine.run(
      `SELECT account, eventname FROM cloudtrail_account WHERE account = '666666666666' AND day > '2026/11'`,
    );

    expect(rows).to.deep.equal([{ account: '666666666666', eventname: 'ListUsers' }]);
    expect(files).to.have.length(1);
  });

  it('of that table need an account', async () => {
    const error = await engine
      .run(`SELECT eventname FROM cloudtrail_account WHERE day > '2026/11'`)
      .catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(ConstraintViolation);
  });

  it('have a new file of a day at once', async () => {
    const place = { account: '111111111111', region: 'eu-west-1', date: '2026-11-19' };
    const ask = `SELECT eventname FROM cloudtrail WHERE date = '2026-11-19'`;
    const before = await engine.run(ask);

    writeTrail(root, place, [event]);
    const after = await engine.run(ask);

    expect([before.files.length, after.files.length]).to.deep.equal([0, 1]);
  });

  it('of a saved query are the days that it names', async () => {
    const { files } = await engine.run(query('RootLogin30Days'));

    expect(new Set(places(files).map((place) => place.slice(-10)))).to.deep.equal(
      new Set(['2026/11/19', '2026/11/20', '2026/11/21']),
    );
  });
});

describe('a view', () => {
  const tables = tablesOf(deployment);

  for (const view of tables.filter(({ TableType }) => TableType === 'VIRTUAL_VIEW')) {
    it(`has the columns of its table, and a date: ${view.Name}`, () => {
      const { originalSql, columns, catalog, schema } = definitionOf(view);
      const table = tables.find(({ Name }) => originalSql.endsWith(` FROM ${Name}`));
      const expected = [
        ...(table?.StorageDescriptor.Columns ?? []),
        ...(table?.PartitionKeys ?? []),
        { Name: 'date', Type: 'string' },
      ];

      expect(view.StorageDescriptor.Columns).to.deep.equal(expected);
      expect(columns).to.deep.equal(
        expected.map(({ Name, Type }) => ({ name: Name, type: trinoTypeOf(Type) })),
      );
      expect([catalog, schema]).to.deep.equal(['awsdatacatalog', 'ofn_audit']);
    });

    // A description of the table in Glue overrides the comment, and a view without its comment
    // does not exist for Trino: GlueConverter and ViewReaderUtil of its Hive connector.
    it(`is known by its comment, which no description replaces: ${view.Name}`, () => {
      expect(view).to.not.have.property('Description');
      expect(view.Parameters).to.deep.equal({ comment: 'Presto View', presto_view: 'true' });
    });
  }
});

describe('a date format', () => {
  it('keeps what is quoted', () => {
    const day = formatted(new Date('2026-10-05T00:00:00Z'), "'year='yyyy'/month='MM'/day='dd");

    expect(day).to.equal('year=2026/month=10/day=05');
  });
});
