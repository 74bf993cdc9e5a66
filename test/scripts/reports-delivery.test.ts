import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { isOpen, type ListedReport, listReports } from '../../scripts/reports/list.ts';
import { awsError } from '../doubles/aws-client.ts';
import { accounts } from '../doubles/organization.ts';
import {
  type Call,
  central,
  centralBucket,
  type FakeObject,
  list,
  oneReport,
  statusError,
} from './reports-fakes.ts';

const spoke = 'ofn-audit-account-reports-444444444444';
const key = '444444444444/prowler/2026-11-20/report.json';

const delivered = (version: string): FakeObject => ({ metadata: { 'source-version': version } });
const stateOf = ({ reports: [report] }: { reports: ListedReport[] }) =>
  report && { state: report.state, ...(report.reason && { reason: report.reason }) };
const heads = (calls: Call[]) => calls.filter(({ name }) => name === 'HeadObject');

describe('where reports have come to', () => {
  it('calls a report delivered when its account has the current version of it', async () => {
    const aws = oneReport(key, { version: 'v7' });
    const to = { 'prowler/2026-11-20/report.json': delivered('v7') };

    const found = await list({ buckets: { ...aws.buckets, [spoke]: to } });

    expect(stateOf(found)).to.deep.equal({ state: 'delivered' });
    expect(heads(found.calls).map(({ account, input }) => [account, input])).to.deep.equal([
      [
        '444444444444',
        {
          Bucket: spoke,
          Key: 'prowler/2026-11-20/report.json',
          ExpectedBucketOwner: '444444444444',
        },
      ],
    ]);
  });

  for (const [what, object] of [
    ['another version', delivered('v6')],
    ['one that was not dispatched', {}],
  ] as const) {
    it(`calls a report undelivered when its account has ${what}`, async () => {
      const aws = oneReport(key, { version: 'v7' });
      const to = { 'prowler/2026-11-20/report.json': object };

      expect(stateOf(await list({ buckets: { ...aws.buckets, [spoke]: to } }))).to.deep.equal({
        state: 'undelivered',
        reason: `${spoke} has another version of it`,
      });
    });
  }

  it('calls a report undelivered when its account does not have it', async () => {
    expect(stateOf(await list(oneReport(key)))).to.deep.equal({
      state: 'undelivered',
      reason: `${spoke} is not there, or does not have it`,
    });
  });

  it('calls a report waiting when it is marked so, and has not been delivered since', async () => {
    const waiting = { [key]: { version: 'v7' }, [`waiting/${key}`]: {} };
    const to = { 'prowler/2026-11-20/report.json': delivered('v7') };

    const before = await list({ buckets: { [centralBucket]: waiting } });
    const since = await list({ buckets: { [centralBucket]: waiting, [spoke]: to } });

    expect(before.reports.map(({ state }) => state)).to.deep.equal(['waiting']);
    expect(since.reports.map(({ state }) => state)).to.deep.equal(['delivered']);
  });

  it('reports a marker whose report is gone', async () => {
    expect((await list(oneReport(`waiting/${key}`))).reports).to.deep.equal([
      {
        ...{ key, account: '444444444444', tool: 'prowler', date: '2026-11-20' },
        state: 'waiting',
        reason: 'the report itself is gone',
      },
    ]);
  });

  it('lists what is quarantined by the key that it has there', async () => {
    const { reports } = await list(oneReport(`quarantine/${key}`), { account: '444444444444' });

    expect(reports.map((report) => [report.key, report.state])).to.deep.equal([
      [`quarantine/${key}`, 'quarantined'],
    ]);
  });

  for (const loose of ['loose.json', 'sandbox/a/b.json', '444444444444/', '444444444444/a/']) {
    it(`calls ${loose}, which no account can get, undelivered`, async () => {
      const found = await list(oneReport(loose));

      expect(stateOf(found)?.state).to.equal('undelivered');
      expect(stateOf(found)?.reason).to.match(/^its key /);
      expect(heads(found.calls)).to.deep.equal([]);
    });
  }

  it('does not look into accounts that are closed or have left', async () => {
    const closed = accounts.map((account) => ({ ...account, state: 'SUSPENDED' }));

    const found = await list({ ...oneReport(key), accounts: closed });
    const left = await list({ ...oneReport(key), accounts: accounts.slice(0, 3) });

    expect(stateOf(found)).to.deep.equal({
      state: 'unchecked',
      reason: 'the account is SUSPENDED',
    });
    expect(stateOf(left)?.reason).to.equal('the account is not in the organization');
    expect([...heads(found.calls), ...heads(left.calls)]).to.deep.equal([]);
  });

  it('calls what it could not see unknown, and continues', async () => {
    const other = '333333333333/prowler/2026-11-20/report.json';
    const buckets = {
      [centralBucket]: { [other]: {}, [key]: {} },
      'ofn-audit-account-reports-333333333333': {
        'prowler/2026-11-20/report.json': delivered('v1'),
      },
    };
    const failing = (error: Error) => (call: Call) => {
      if (call.name === 'HeadObject' && call.account === '444444444444') {
        throw error;
      }
    };

    const refused = await list({ buckets, instead: failing(statusError('Forbidden', 403)) });
    const broken = await list({ buckets, instead: failing(awsError('TimeoutError', 'too slow')) });

    expect(refused.reports.map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['delivered', undefined],
      ['unknown', `${spoke} belongs to another account, or the role may not read it`],
    ]);
    expect(broken.reports[1]?.reason).to.equal(
      `${spoke} could not be read (TimeoutError: too slow)`,
    );
  });

  it('calls the reports of an account that cannot be reached unknown', async () => {
    const { sessions, central: bucket } = await central(oneReport(key));
    const open = async () => {
      throw awsError('AccessDenied', 'no');
    };

    const { reports } = await listReports({
      ...{ central: bucket, filter: {} },
      delivery: {
        ...{ accounts, homeRegion: 'us-east-1', spokeBucket: () => spoke },
        sessions: { ...sessions, open },
      },
    });

    expect(reports.map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['unknown', 'AccessDenied: no'],
    ]);
  });

  it('opens an account once, and looks for at most 50 reports at a time', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `444444444444/tool/${index}`);
    const objects = Object.fromEntries(keys.map((one) => [one, {}]));
    const { sessions, central: bucket } = await central({
      buckets: { [centralBucket]: objects },
      pageSize: 1000,
    });
    const seen = { opened: 0, now: 0, most: 0 };
    const send = async () => {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await setImmediate();
      seen.now -= 1;
      return {};
    };
    const open = async () => {
      seen.opened += 1;
      return { clients: () => ({ s3: { send } }) as never };
    };

    await listReports({
      ...{ central: bucket, filter: {} },
      delivery: {
        ...{ accounts, homeRegion: 'us-east-1', spokeBucket: () => spoke },
        sessions: { ...sessions, open },
      },
    });

    expect(seen).to.deep.equal({ opened: 1, now: 0, most: 50 });
  });

  it('counts as open what needs a decision', () => {
    const states = ['delivered', 'unchecked', 'undelivered', 'unknown', 'waiting', 'quarantined'];
    const open = states.filter((state) => isOpen({ key, state } as ListedReport));

    expect(open).to.deep.equal(['undelivered', 'unknown', 'waiting', 'quarantined']);
  });
});
