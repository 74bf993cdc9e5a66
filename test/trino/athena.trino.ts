// Saved queries and tables on Trino, with the cases of test/athena: run by npm run test:athena.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { cases } from '../athena/cases/all.ts';
import { comparable, type Given, type World, writeLogs } from '../athena/cases/case.ts';
import { daysBefore } from '../athena/logs.ts';
import { query } from '../athena/tables.ts';
import { type Answer, TrinoClient } from './client.ts';
import { TrinoError } from './errors.ts';
import { LoggedOrganization } from './organization.ts';
import { TrinoServer } from './server.ts';
import { database } from './tables.ts';

const { TRINO_HOME: home = '', TRINO_JAVA: java = '' } = process.env;
const call = { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', eventID: 'e' };

describe('on Trino', () => {
  let organization: LoggedOrganization;
  let server: TrinoServer;
  let trino: TrinoClient;

  before(async () => {
    organization = await LoggedOrganization.open();
    server = await TrinoServer.start({ home, java }, organization.aws);
    trino = new TrinoClient(server.address, database);
  });

  after(async () => {
    await server?.stop();
    await organization?.close();
  });

  afterEach(() => organization.empty());

  /** Stores logs, and then asks. The clock is Trino's: when its day ends meanwhile, once more. */
  async function answer(
    given: (world: World) => Omit<Given, 'rows'>,
    ask: (world: World) => Promise<Answer>,
  ): Promise<{ readonly world: World; readonly answer: Answer }> {
    const world = { ...organization.world, now: new Date() };
    const root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trino-logs-'));
    try {
      await writeLogs(root, { ...given(world), rows: [] }, world);
      await organization.store(root);
    } finally {
      rmSync(root, { recursive: true });
    }
    const found = await ask(world);
    if (daysBefore(new Date(), 0) !== daysBefore(world.now, 0)) {
      await organization.empty();

      return answer(given, ask);
    }

    return { world, answer: found };
  }

  for (const { query: name, does, given } of cases) {
    it(`${name} ${does}`, async () => {
      const { world, answer: found } = await answer(given, (at) =>
        trino.run(query(name), given(at).parameters),
      );

      const expected = given(world).rows;
      expect(comparable(found.rows, expected)).to.deep.equal(expected);
    });
  }

  it('a date of the view compares as text, and nothing else is read', async () => {
    const trail = [0, 3, 40].map((daysAgo) => ({ daysAgo, records: [call, call] }));

    const { world, answer: found } = await answer(
      () => ({ trail }),
      ({ now, production }) =>
        trino.run(`SELECT DISTINCT date FROM cloudtrail
          WHERE date > '${daysBefore(now, 10)}' AND account = '${production}' ORDER BY date`),
    );

    const dates = [3, 0].map((days) => ({ date: daysBefore(world.now, days) }));
    expect(found).to.deep.equal({ rows: dates, read: 4 });
  });

  it('a date of the flow logs compares as text, and nothing else is read', async () => {
    const flow = { srcaddr: '10.0.0.1', dstaddr: '10.0.0.2' };
    const flows = [1, 3, 40].map((daysAgo) => ({ daysAgo, hour: '07', flows: [flow] }));

    const { world, answer: found } = await answer(
      () => ({ flows }),
      ({ now, production }) =>
        trino.run(`SELECT date, srcaddr FROM flow_logs
          WHERE date > '${daysBefore(now, 10)}' AND account = '${production}' ORDER BY date`),
    );

    const rows = [3, 1].map((days) => ({
      date: daysBefore(world.now, days),
      srcaddr: flow.srcaddr,
    }));
    expect(found).to.deep.equal({ rows, read: 2 });
  });

  it('an undeclared account is found by its id', async () => {
    const account = '666666666666';

    const { answer: found } = await answer(
      () => ({ trail: [{ daysAgo: 1, account, records: [call] }] }),
      ({ now }) =>
        trino.run(`SELECT account, eventname FROM cloudtrail_account
          WHERE account = '${account}' AND day >= '${daysBefore(now, 2).replaceAll('-', '/')}'`),
    );

    expect(found.rows).to.deep.equal([{ account, eventname: call.eventName }]);
  });

  it('the table of any account needs one', async () => {
    const error = await trino.run('SELECT eventname FROM cloudtrail_account').catch((e) => e);

    expect(error).to.be.instanceOf(TrinoError);
    expect(error.message).to.match(/account/);
  });
});
