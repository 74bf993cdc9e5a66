import { expect } from 'chai';
import type { ReadOptions } from '../../coverage/read.ts';
import { readCoverage } from '../../coverage/read.ts';
import { ofState } from '../../coverage/repairs.ts';
import type { Row, Verdict } from '../../coverage/types.ts';
import type { Account } from '../../organization/types.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed, fakeSessions, settings } from '../doubles/organization.ts';

const row = (change: Partial<Row> = {}): Row => ({
  service: 'guard-duty',
  capability: 'guard-duty',
  title: 'A detector is enabled',
  onWhen: 'a detector is enabled',
  repair: 'enable it',
  accounts: 'all',
  scope: 'every-region',
  expected: 'on',
  read: async (): Promise<Verdict> => ({ actual: 'on' }),
  ...change,
});

const read = (change: Partial<ReadOptions> = {}) =>
  readCoverage({ sessions: fakeSessions(), settings, accounts, rows: [row()], ...change });

const withState = (id: string, state: string): Account[] =>
  accounts.map((account) => (account.id === id ? { ...account, state } : account));

const brief = (cells: Awaited<ReturnType<typeof readCoverage>>) =>
  cells.map(({ account, region, actual, ok }) => `${account} ${region} ${actual} ${ok}`);

describe('the ledger', () => {
  it('has a cell for each account, region and service, in order', async () => {
    const cells = await read({ rows: [row(), row({ service: 'trail', scope: 'home-region' })] });

    expect(cells).to.have.length(4 * 3);
    expect(cells.slice(0, 3)).to.deep.equal([
      {
        account: '111111111111',
        name: 'Management',
        region: 'us-east-1',
        service: 'guard-duty',
        expected: 'on',
        actual: 'on',
        ok: true,
      },
      {
        account: '111111111111',
        name: 'Management',
        region: 'eu-west-1',
        service: 'guard-duty',
        expected: 'on',
        actual: 'on',
        ok: true,
      },
      {
        account: '111111111111',
        name: 'Management',
        region: 'us-east-1',
        service: 'trail',
        expected: 'on',
        actual: 'on',
        ok: true,
      },
    ]);
  });

  it('lists the accounts itself when it is not given them', async () => {
    const organizations = fakeClient({ ListAccounts: { Accounts: accounts.map(asListed) } });

    const cells = await readCoverage({
      sessions: fakeSessions({ organizations }),
      settings,
      rows: [row()],
    });

    expect(cells).to.have.length(8);
  });

  it('refuses zero accounts', async () => {
    const outcome = await read({ accounts: [] }).catch(String);

    expect(outcome).to.match(/^NothingToReadError/);
  });

  it('makes off a hole, with the reason', async () => {
    const off = async (): Promise<Verdict> => ({ actual: 'off', reason: 'no detector' });

    const [cell] = await read({ rows: [row({ read: off })] });

    expect(cell).to.include({ actual: 'off', ok: false, reason: 'no detector' });
    expect(cell).to.include({ repair: 'enable it' });
  });

  it('continues after an error, which makes its own cell failed', async () => {
    const read1 = row({
      read: async ({ account, region }) => {
        if (account.name === 'Security' && region === 'eu-west-1') {
          throw awsError('AccessDeniedException', 'not\n authorized');
        }
        return { actual: 'on' };
      },
    });

    const cells = await read({ rows: [read1] });

    expect(cells.filter(({ ok }) => !ok)).to.deep.equal([
      {
        account: '222222222222',
        name: 'Security',
        region: 'eu-west-1',
        service: 'guard-duty',
        expected: 'on',
        actual: 'failed',
        ok: false,
        reason: 'AccessDeniedException: not authorized',
        repair: ofState.failed,
      },
    ]);
    expect(cells).to.have.length(8);
  });

  it('does not open a suspended account, whose cells are not holes', async () => {
    const sessions = fakeSessions();

    const cells = await read({ sessions, accounts: withState('444444444444', 'SUSPENDED') });

    expect(sessions.opened).to.deep.equal(['111111111111', '222222222222', '333333333333']);
    expect(cells.slice(6).map(({ actual, ok, reason }) => ({ actual, ok, reason }))).to.deep.equal([
      { actual: 'suspended account', ok: true, reason: 'the account is SUSPENDED' },
      { actual: 'suspended account', ok: true, reason: 'the account is SUSPENDED' },
    ]);
  });

  it('does not open an active account of the suspended unit, to which nothing is deployed', async () => {
    const opened: string[] = [];
    const sessions = fakeSessions();
    const cells = await read({
      settings: { ...settings, suspendedAccountIds: ['444444444444'] },
      sessions: {
        ...sessions,
        open: (id) => {
          opened.push(id);
          return sessions.open(id);
        },
      },
    });

    expect(opened).not.to.include('444444444444');
    const its = cells.filter(({ account }) => account === '444444444444');
    expect(its.map(({ actual, ok }) => `${actual} ${ok}`)).to.deep.equal([
      'suspended account true',
      'suspended account true',
    ]);
  });

  it('makes a suspended account a hole where it has a part to play', async () => {
    const cells = await read({
      accounts: withState('222222222222', 'CLOSED'),
      rows: [row({ accounts: 'security', scope: 'home-region' })],
    });

    expect(brief(cells)).to.deep.equal(['222222222222 us-east-1 suspended account false']);
  });

  it('makes every cell of an account unreachable that cannot be opened', async () => {
    const sessions = fakeSessions({}, (id) => {
      if (id === '444444444444') {
        throw awsError('AccessDenied', 'may not assume');
      }
    });

    const cells = await read({ sessions });

    expect(brief(cells).slice(5)).to.deep.equal([
      '333333333333 eu-west-1 on true',
      '444444444444 us-east-1 unreachable false',
      '444444444444 eu-west-1 unreachable false',
    ]);
    expect(cells[7]?.reason).to.equal('AccessDenied: may not assume');
  });

  it('does not read a region that the account has not enabled', async () => {
    const account = fakeClient({
      ListRegions: { Regions: [{ RegionName: 'eu-west-1', RegionOptStatus: 'DISABLED' }] },
    });
    const read1 = row({
      read: async ({ region }) => ({ actual: region === 'eu-west-1' ? 'off' : 'on' }),
    });

    const cells = await read({ sessions: fakeSessions({ account }), rows: [read1] });

    expect(brief(cells).slice(0, 2)).to.deep.equal([
      '111111111111 us-east-1 on true',
      '111111111111 eu-west-1 not enabled region true',
    ]);
    expect(cells[1]?.reason).to.equal('the opt-in status of the region is DISABLED');
  });

  it('reads all regions when their status may not be read, and says so on failure', async () => {
    const account = fakeClient({ ListRegions: awsError('AccessDeniedException', 'no') });
    const failing = row({
      read: async () => {
        throw awsError('UnrecognizedClientException', 'bad token');
      },
    });

    const [cell] = await read({ sessions: fakeSessions({ account }), rows: [failing] });

    expect(cell).to.include({
      actual: 'failed',
      reason:
        'UnrecognizedClientException: bad token (opt-in status of the region unknown: ' +
        'AccessDeniedException: no)',
    });
  });

  it('does not open an account of which nothing is to be read', async () => {
    const sessions = fakeSessions();

    await read({ sessions, rows: [row({ accounts: 'security' })] });

    expect(sessions.opened).to.deep.equal(['222222222222']);
  });

  it('reports every account that is done', async () => {
    const told: string[] = [];

    await read({
      concurrency: 1,
      onProgress: ({ done, total, account }) => told.push(`${done}/${total} ${account.name}`),
    });

    expect(told).to.deep.equal([
      '1/4 Management',
      '2/4 Security',
      '3/4 Log Archive',
      '4/4 Sandbox',
    ]);
  });

  it('reads no more accounts at a time than it may', async () => {
    let open = 0;
    let most = 0;
    const busy = row({
      scope: 'home-region',
      read: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return { actual: 'on' };
      },
    });

    await read({ rows: [busy], concurrency: 2 });

    expect(most).to.equal(2);
  });
});
