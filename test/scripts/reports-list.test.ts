import { expect } from 'chai';
import { readReports } from '../../scripts/reports/central.ts';
import { type Call, central, centralBucket, list, oneReport } from './reports-fakes.ts';

const key = '444444444444/prowler/2026-11-20/report.json';

describe('the list of reports', () => {
  it('has every report of every account, over all pages, with what its key says', async () => {
    const objects = Object.fromEntries(
      ['333333333333', '444444444444', '555555555555'].flatMap((id) =>
        [1, 2, 3, 4, 5].map((number) => [`${id}/tool/2026-11-20/${number}`, { size: number }]),
      ),
    );

    const { reports } = await list({ buckets: { [centralBucket]: objects } }, {}, false);

    expect(reports.map((report) => report.key)).to.deep.equal(Object.keys(objects));
    expect(reports[1]).to.deep.equal({
      ...{ key: '333333333333/tool/2026-11-20/2', account: '333333333333', tool: 'tool' },
      ...{ date: '2026-11-20', size: 2, modified: new Date('2026-11-20T10:00:00Z') },
      state: 'unchecked',
    });
  });

  it('reads keys as they are, whatever characters they have', async () => {
    const keys = ['a b', 'a+b', '100%', 'Prüfung', 'a%2Bb', '日本', 'a\nb\u0001'].map(
      (name) => `444444444444/my tool/2026-11-20/${name}`,
    );
    const objects = Object.fromEntries(keys.map((one) => [one, {}]));

    const { reports } = await list({ buckets: { [centralBucket]: objects } }, {}, false);

    expect(reports.map((report) => report.key).sort()).to.deep.equal(keys.sort());
  });

  it('takes keys that S3 did not encode as they are', async () => {
    const instead = ({ name }: Call) =>
      name === 'ListObjectVersions'
        ? { Versions: [{ Key: '444444444444/a/b+%2B', IsLatest: true }] }
        : undefined;
    const { central: bucket } = await central({ buckets: {}, instead });

    const { reports } = await readReports(bucket, { account: '444444444444' });

    expect(reports.map((report) => report.key)).to.deep.equal(['444444444444/a/b+%2B']);
  });

  it('leaves out old versions, and what is deleted', async () => {
    const { reports } = await list(oneReport(key, { isOld: true }));

    expect(reports).to.deep.equal([]);
  });

  it('asks for no more than the folder of the account and the tool', async () => {
    const { calls } = await list(oneReport(key), { account: '444444444444', tool: 'prowler' });

    expect(
      calls.flatMap(({ name, input }) => (name.startsWith('List') ? [input['Prefix']] : [])),
    ).to.have.members([
      '444444444444/prowler/',
      'waiting/444444444444/prowler/',
      'quarantine/444444444444/prowler/',
    ]);
  });

  it('finds a tool in every account', async () => {
    const keys = ['333333333333/a/1/x', '333333333333/b/1/x', '444444444444/a/1/x', 'loose.json'];
    const buckets = { [centralBucket]: Object.fromEntries(keys.map((one) => [one, {}])) };

    const { reports } = await list({ buckets }, { tool: 'a' }, false);

    expect(reports.map((report) => report.key)).to.deep.equal([keys[0], keys[2]]);
  });

  it('counts what has no date, where days are asked for', async () => {
    const latest = '444444444444/prowler/latest.json';
    const objects = { [key]: {}, [latest]: {}, [`waiting/${latest}`]: {}, 'quarantine/x/y': {} };

    const { reports, undated } = await list(
      { buckets: { [centralBucket]: objects } },
      { from: '2026-11-20' },
      false,
    );

    expect([reports.length, undated]).to.deep.equal([1, 2]);
  });

  it('reports that there is no central bucket', async () => {
    const failure = await list({ buckets: {} }).catch((error: unknown) => error);

    expect(failure).to.include({
      name: 'ReportsError',
      message:
        `There is no bucket ${centralBucket} in the account 222222222222: ` +
        'deploy the capability security-reporting first',
    });
  });

  it('always names the owner that the central bucket must have', async () => {
    const { calls } = await list(oneReport(key), {}, false);

    expect(new Set(calls.map(({ input }) => input['ExpectedBucketOwner']))).to.deep.equal(
      new Set(['222222222222']),
    );
  });
});
