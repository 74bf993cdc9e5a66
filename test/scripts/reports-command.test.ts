import { expect } from 'chai';
import { awsError } from '../doubles/aws-client.ts';
import { type Call, centralBucket, oneReport } from './reports-fakes.ts';
import { buckets, key, other, Terminal } from './reports-terminal.ts';

describe('npm run reports', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.remove());

  const sent = (bodies: string[]) => bodies.map((text) => JSON.parse(text).replay.key);

  it('lists reports with their states and sizes, counted, without colour in a file', async () => {
    const { code, stdout, stderr } = await terminal.type(['list']);

    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.equal(
      `waiting            0 B  ${other}\n` +
        `delivered      12.3 kB  ${key}\n` +
        'quarantined        1 B  quarantine/999999999999/prowler/2026-11-20/a.json\n' +
        '3 reports: 1 waiting, 1 delivered, 1 quarantined\n',
    );
  });

  it('colours states on a terminal', async () => {
    const { stdout } = await terminal.type(['list'], { buckets }, { isTTY: true });

    expect(stdout).to.include('\u001B[32mdelivered  \u001B[39m');
  });

  it('lists as JSON what a program reads', async () => {
    const { stdout } = await terminal.type(['list', '--json', '--account', '444444444444']);

    expect(JSON.parse(stdout)).to.deep.equal([
      {
        ...{ key, account: '444444444444', tool: 'prowler', date: '2026-11-20' },
        ...{ size: 12_345, modified: '2026-11-20T10:00:00.000Z', state: 'delivered' },
      },
    ]);
  });

  it('takes an account by its logical name', async () => {
    const { stdout } = await terminal.type([
      'list',
      '--account',
      'LogArchiveAccount',
      '--no-delivery',
    ]);

    expect(stdout).to.include(other).and.not.include(key);
  });

  it('looks into no other account with --no-delivery', async () => {
    const { calls, stdout } = await terminal.type(['list', '--no-delivery']);

    expect(calls.map(({ name }) => name)).to.not.include('HeadObject');
    expect(stdout).to.match(/^unchecked .+444444444444/m);
  });

  it('exits 1 with --check when one is open, and 0 when none is', async () => {
    expect((await terminal.type(['list', '--check'])).code).to.equal(1);
    expect(
      (await terminal.type(['list', '--check', '--tool', 'prowler', '--to', '2026-11-19'])).code,
    ).to.equal(0);
    expect((await terminal.type(['list', '--check', '--account', '444444444444'])).code).to.equal(
      0,
    );
    expect((await terminal.type(['quarantine', '--check'])).code).to.equal(1);
    expect((await terminal.type(['quarantine', '--check'], oneReport(key))).code).to.equal(0);
  });

  it('reports what it left out for having no date', async () => {
    const aws = oneReport('444444444444/prowler/latest.json');

    expect((await terminal.type(['list', '--from', '2026-11-20'], aws)).stderr).to.equal(
      'reports: 1 report without a date: left out by --from and --to\n',
    );
  });

  it('shows no control character of a key', async () => {
    const { stdout } = await terminal.type(['list'], oneReport('444444444444/a/\u001B[2Jb\nc'));

    expect(stdout).to.include('444444444444/a/\\u{1b}[2Jb\\u{a}c');
  });

  it('reports progress of what takes longer than two seconds, and not in the output', async () => {
    const { stdout, stderr } = await terminal.type(['list'], { buckets }, { msPerLook: 3_000 });

    expect(stderr).to.match(/^\d objects found in ofn-audit-reports-222222222222$/m);
    expect(stdout).to.not.include('objects found');
  });

  it('replays the reports that are meant, by account, tool and days', async () => {
    for (const [filter, keys] of [
      [['--account', 'SandboxAccount'], [key]],
      [['--tool', 'scout'], [other]],
      [['--from', '2026-11-21'], [other]],
      [['--to', '2026-11-20'], [key]],
      [['--waiting'], [other]],
      [['--waiting', '--tool', 'prowler'], []],
      [['--all'], [other, key]],
    ] as const) {
      const { code, stdout, bodies } = await terminal.type(['replay', ...filter]);

      const total = `${keys.length} report${keys.length === 1 ? '' : 's'}`;
      expect([code, stdout]).to.deep.equal([0, `sent ${keys.length} of ${total}\n`]);
      expect(sent(bodies), filter.join(' ')).to.deep.equal(keys);
    }
  });

  it('sends to the queue of the security account, and names the central bucket', async () => {
    const { calls, bodies } = await terminal.type(['replay', '--waiting']);

    const [batch] = calls.filter(({ name }) => name === 'SendMessageBatch');
    expect(batch?.account).to.equal('222222222222');
    expect(batch?.input['QueueUrl']).to.equal('https://sqs/ofn-audit-reports');
    expect(JSON.parse(bodies[0] ?? '').replay.bucket).to.equal(centralBucket);
  });

  it('writes the keys and sends nothing with --dry-run', async () => {
    const { code, stdout, stderr, calls } = await terminal.type(['replay', '--all', '--dry-run']);

    expect([code, stdout]).to.deep.equal([0, `${other}\n${key}\n`]);
    expect(stderr).to.equal('reports: would send 2 reports\n');
    expect(calls.some(({ name }) => /Queue|Message/.test(name))).to.equal(false);
  });

  it('exits 1 when a report could not be sent, and says what to do', async () => {
    const instead = ({ name }: Call) => {
      if (name === 'SendMessageBatch') {
        throw awsError('RequestThrottled', 'slow\ndown');
      }
    };

    const { code, stdout } = await terminal.type(['replay', '--all'], { buckets, instead });

    expect([code, stdout]).to.deep.equal([
      1,
      'sent 0 of 2 reports\n' +
        `could not send 2 (RequestThrottled: slow down), the first: ${other}\n` +
        'replay them once more: what is delivered stays as it is\n',
    ]);
  });

  it('lists what is quarantined, with reason, time and size', async () => {
    const { code, stdout } = await terminal.type(['quarantine']);

    expect([code, stdout]).to.deep.equal([
      0,
      '2026-11-20T10:00:00.000Z  unknown-account        1 B  ' +
        'quarantine/999999999999/prowler/2026-11-20/a.json\n' +
        '1 report in quarantine\n',
    ]);
  });

  it('lists what is quarantined as JSON, a page at a time, without what has gone meanwhile', async () => {
    const many = Object.fromEntries(
      [1, 2, 3, 4, 5].map((number) => [`quarantine/${number}`, { tags: { reason: 'no-account' } }]),
    );
    const instead = ({ name, input }: Call) => {
      if (name === 'GetObjectTagging' && input['Key'] === 'quarantine/3') {
        throw awsError('NoSuchKey', 'gone');
      }
    };

    const { stdout } = await terminal.type(['quarantine', '--json'], {
      buckets: { [centralBucket]: many },
      instead,
    });

    const quarantined = '2026-11-20T10:00:00.000Z';
    expect(JSON.parse(stdout)).to.deep.equal(
      [1, 2, 4, 5].map((number) => ({
        ...{ key: `quarantine/${number}`, size: 1, reason: 'no-account', quarantined },
      })),
    );
  });
});
