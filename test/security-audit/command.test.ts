import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../security-audit/cli.ts';
import type { PageInput } from '../../security-audit/consolidate.ts';
import { filesBelow } from '../../security-audit/redact.ts';
import type { Surroundings } from '../../security-audit/steps.ts';
import type { Run } from '../../security-audit/types.ts';
import { Bench, type Call, type FakeOptions, fakeClients, sessionOf } from './fakes.ts';

const root = path.join(import.meta.dirname, '../..');
const security = '111111111111';
const ids = ['222222222222', '333333333333', '444444444444', '555555555555', '666666666666'];
const listed = [
  { Id: security, Name: 'Security', State: 'ACTIVE' },
  ...ids.map((Id, index) => ({ Id, Name: `Team ${index}`, State: 'ACTIVE' })),
];

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  calls: Call[];
  pages: PageInput[];
  codes: string[];
}

describe('npm run security-audit', () => {
  let bench: Bench;
  let now: number;

  beforeEach(() => {
    bench = new Bench();
    now = Date.parse('2026-11-28T09:30:00Z');
  });

  afterEach(() => bench.remove());

  async function audit(
    argv: readonly string[],
    fake: FakeOptions = {},
    more: Partial<Surroundings> = {},
  ): Promise<Outcome> {
    const { clients, calls } = fakeClients({ accounts: listed, ...fake });
    const told = { stdout: '', stderr: '' };
    const [pages, codes]: [PageInput[], string[]] = [[], []];
    const output = (name: 'stdout' | 'stderr') => ({
      write(text: string) {
        told[name] += text;
      },
    });
    const around: Surroundings = {
      ...{ stdout: output('stdout'), stderr: output('stderr'), buildClients: () => clients },
      ...{ env: { PATH: process.env['PATH'], PROWLER: bench.scanner }, now: () => now },
      signal: new AbortController().signal,
      askCode: async (serial) => {
        codes.push(serial);
        return '123456';
      },
      renderPage: (input) => {
        pages.push(input);
        return '<html>';
      },
      ...more,
    };
    const files = ['--organization', path.join(root, 'organization.yml')];
    const parameters = ['--parameters', path.join(root, 'organization-parameters.yml')];
    const code = await run([...argv, '--output', bench.output, ...files, ...parameters], around);
    return { code, ...told, calls, pages, codes };
  }

  const runs = (): Run[] =>
    readdirSync(path.join(bench.output, 'runs'))
      .filter((name) => name.endsWith('Z.json'))
      .sort()
      .map((name) => JSON.parse(bench.read(`runs/${name}`)));
  const statuses = (run: Run | undefined) =>
    Object.fromEntries(run?.scans.map(({ account, status }) => [account.id, status]) ?? []);
  const named = (calls: readonly Call[], name: string) =>
    calls.filter((call) => call.name === name).map(({ input }) => input);

  it('scans every active account, from all pages of the list', async () => {
    const { code, stdout, calls, pages } = await audit([]);

    expect(code).to.equal(0);
    expect(stdout).to.contain('6 of 6 accounts scanned\n').and.contain('index.html');
    expect(bench.started().sort()).to.deep.equal([security, ...ids]);
    expect(named(calls, 'AssumeRoleCommand')).to.have.length(6);
    expect(named(calls, 'AssumeRoleCommand')[0]).to.include({
      DurationSeconds: 3_600,
      ExternalId: 'ofn-audit-security-audit',
    });
    expect(pages[0]?.findings.map(({ account }) => account).sort()).to.deep.equal([
      security,
      ...ids,
    ]);
    expect(bench.read('index.html')).to.equal('<html>');
    expect(runs()[0]).to.include({ id: '2026-11-28T09-30-00Z', date: '2026-11-28' });
  });

  for (const parallel of ['1', '4', '20']) {
    it(`scans them all with ${parallel} at a time, and no more`, async () => {
      const { code } = await audit(['-p', parallel]);

      const open = new Set<string>();
      const counts = bench.events().map(({ what, account }) => {
        open[what === 'start' ? 'add' : 'delete'](account);
        return open.size;
      });
      expect(code).to.equal(0);
      expect(bench.started().sort()).to.deep.equal([security, ...ids]);
      expect(Math.max(...counts)).to.be.at.most(Number(parallel));
    });
  }

  it('begins as many scans as it may before the first of them ends', async () => {
    const waiting: (() => void)[] = [];
    const { clients } = fakeClients({ accounts: listed });
    const { send } = clients.sts as { send: (command: unknown) => Promise<unknown> };
    const sts = {
      // Nobody gets a role before four have asked for one.
      async send(command: { constructor: { name: string } }) {
        if (command.constructor.name === 'AssumeRoleCommand' && waiting.length < 4) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            if (waiting.length === 4) {
              for (const go of waiting) go();
            }
          });
        }
        return await send(command);
      },
    };

    const { code } = await audit(
      ['-p', '4'],
      {},
      {
        buildClients: () => ({ ...clients, sts: sts as never }),
      },
    );

    expect(code).to.equal(0);
  });

  it('tells each account that was not scanned, why, and how many were', async () => {
    bench.modes({ '222222222222': 'failing', '333333333333': 'crash' });

    const { code, stdout, stderr } = await audit([], { refused: ['444444444444'] });

    expect(code).to.equal(1);
    expect(stdout).to.contain('3 of 6 accounts scanned\n');
    expect(statuses(runs()[0])).to.deep.equal({
      [security]: 'scanned',
      ...{ '222222222222': 'failed', '333333333333': 'failed', '444444444444': 'failed' },
      ...{ '555555555555': 'scanned', '666666666666': 'scanned' },
    });
    expect(stderr)
      .to.contain('222222222222 Team 0 prowler, 0 s: failed: Prowler exited with 1')
      .and.contain(
        '444444444444 Team 2 prowler, 0 s: failed: its role cannot be assumed: AccessDenied',
      );
  });

  const suspended = [
    ...listed,
    { Id: '777777777777', Name: 'Old', State: 'SUSPENDED' },
    { Id: '888888888888', Name: 'Older', Status: 'PENDING_CLOSURE' },
  ];

  it('leaves accounts out that are not active, and says so', async () => {
    const { code, stdout, stderr } = await audit([], { accounts: suspended });

    expect(code).to.equal(0);
    expect(stdout).to.contain('6 of 6 accounts scanned\n');
    expect(stderr).to.contain(
      '2 accounts are not active, and left out: 777777777777 SUSPENDED, 888888888888 PENDING_CLOSURE',
    );
  });

  it('skips a suspended account that was asked for, and counts it', async () => {
    const { code, stdout } = await audit(['Old', 'Team 0'], { accounts: suspended });

    expect(code).to.equal(1);
    expect(stdout).to.contain('1 of 2 accounts scanned\n');
    expect(runs()[0]?.scans.find(({ status }) => status === 'skipped')).to.deep.equal({
      ...{ account: { id: '777777777777', name: 'Old' }, tool: 'prowler', status: 'skipped' },
      reason: 'the account is suspended: no role can be assumed in it',
      files: [],
    });
    expect(bench.started()).to.deep.equal(['222222222222']);
  });

  it('asks for one code, however many scans there are', async () => {
    const { code, codes, calls } = await audit([
      '-m',
      'arn:aws:iam::111111111111:mfa/jane',
      '-p',
      '6',
    ]);

    expect(code).to.equal(0);
    expect(codes).to.deep.equal(['arn:aws:iam::111111111111:mfa/jane']);
    expect(named(calls, 'GetSessionTokenCommand')).to.have.length(1);
    expect(named(calls, 'AssumeRoleCommand')).to.have.length(6);
  });

  it('uses the session of that code for everything that follows', async () => {
    const given: (string | undefined)[] = [];
    const { clients } = fakeClients({ accounts: listed });

    await audit(
      ['-m', 'serial', '222222222222'],
      {},
      {
        buildClients: ({ credentials }) => {
          void credentials?.().then(({ accessKeyId }) => given.push(accessKeyId));
          return clients;
        },
      },
    );

    expect(given).to.deep.equal([sessionOf('mfa').accessKeyId]);
  });

  it('warns and caps sessions at an hour when the caller is a role', async () => {
    const arn = 'arn:aws:sts::111111111111:assumed-role/Admin/jane';

    const { stderr, calls } = await audit(['-d', '7200', '222222222222'], { arn });

    expect(stderr).to.contain(
      'security-audit: sessions last 3600 s, not 7200 s: the caller is a role',
    );
    expect(named(calls, 'AssumeRoleCommand')[0]).to.include({ DurationSeconds: 3_600 });
  });

  it('asks for long sessions when the caller is no role', async () => {
    const { stderr, calls } = await audit(['-d', '7200', '222222222222']);

    expect(stderr).not.to.contain('sessions last');
    expect(named(calls, 'AssumeRoleCommand')[0]).to.include({ DurationSeconds: 7_200 });
  });

  it('goes through a role of the security account from another account', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';
    let via: string | undefined;
    const { clients } = fakeClients({ accounts: listed, arn });
    const own = fakeClients({ accounts: listed });

    const { code } = await audit(
      ['--via', 'Auditor', '222222222222'],
      {},
      {
        buildClients: ({ credentials }) => {
          void credentials?.().then(({ accessKeyId }) => {
            via = accessKeyId;
          });
          return credentials ? own.clients : clients;
        },
      },
    );

    expect(code).to.equal(0);
    expect(via).to.equal(sessionOf(security).accessKeyId);
    expect(named(own.calls, 'AssumeRoleCommand').map(({ RoleArn }) => RoleArn)).to.deep.equal([
      'arn:aws:iam::222222222222:role/AssumableSecurityAuditRole',
    ]);
  });

  it('uploads what it has, to the bucket that the security account owns', async () => {
    const { code, calls, stderr } = await audit(['--upload', '222222222222', '333333333333'], {
      refused: ['333333333333'],
    });

    const puts = named(calls, 'PutObjectCommand').map(({ Body, ...input }) => input);
    expect(code).to.equal(1);
    expect(puts.map(({ Key }) => Key).sort()).to.deep.equal(
      ['csv', 'html', 'log', 'ocsf.json'].map(
        (end) => `222222222222/prowler/2026-11-28/prowler.${end}`,
      ),
    );
    expect(puts[0]).to.include({
      Bucket: `ofn-audit-reports-${security}`,
      ExpectedBucketOwner: security,
    });
    expect(stderr).to.contain(`4 of 4 files uploaded to ofn-audit-reports-${security}`);
  });

  it('ends with 1 when a report could not be uploaded', async () => {
    const { code, stderr } = await audit(['--upload', '222222222222'], { refusedKeys: /csv$/ });

    expect(code).to.equal(1);
    expect(stderr)
      .to.contain('3 of 4 files uploaded')
      .and.contain(
        'not uploaded: 222222222222/prowler/2026-11-28/prowler.csv: AccessDenied: s3:PutObject',
      );
  });

  it('does not scan when it could not upload in the end', async () => {
    const arn = 'arn:aws:iam::999999999999:user/admin';

    const { code, stderr } = await audit(['--upload'], { arn });

    expect(code).to.equal(2);
    expect(stderr).to.contain('--upload writes to a bucket of the security account');
    expect(bench.started()).to.deep.equal([]);
  });

  it('compares with the run before, also of the same day', async () => {
    await audit(['222222222222']);
    now += 60_000;
    bench.modes({ '222222222222': 'empty' });

    const { pages } = await audit(['222222222222', '--checks', 'empty']);

    expect(pages[0]?.findings).to.deep.equal([]);
    expect(pages[0]?.previous?.run.id).to.equal('2026-11-28T09-30-00Z');
    expect(
      pages[0]?.previous?.findings.map(({ check, controls }) => [check, controls]),
    ).to.deep.equal([['s3_bucket_secure_transport_policy', ['CIS-5.0 2.1.1']]]);
  });

  it('resumes what was interrupted: scanned accounts are kept, others are tried again', async () => {
    bench.modes({ '222222222222': 'failing' });
    const interrupted = new AbortController();
    const first = await audit(
      ['222222222222', '333333333333', '444444444444', '-p', '1'],
      {},
      {
        signal: interrupted.signal,
        stderr: {
          write: (text) => /\[2\/3\]/.test(text) && interrupted.abort(),
        },
      },
    );
    bench.modes({});
    now += 3_600_000 * 24;

    const second = await audit(['--resume', '-p', '1']);

    expect([first.code, second.code]).to.deep.equal([130, 0]);
    expect(first.pages).to.deep.equal([]);
    expect(bench.started()).to.deep.equal([
      ...['222222222222', '333333333333'],
      ...['222222222222', '444444444444'],
    ]);
    expect(runs()).to.have.length(1);
    expect(runs()[0]).to.include({ id: '2026-11-28T09-30-00Z', date: '2026-11-28' });
    expect(second.stdout).to.contain('3 of 3 accounts scanned\n');
  });

  it('has nothing to resume when no run was interrupted', async () => {
    await audit(['222222222222']);

    const { code, stderr } = await audit(['--resume']);

    expect(code).to.equal(2);
    expect(stderr).to.match(/No run in .* was interrupted: leave --resume out to begin one\n$/);
  });

  it('ends with 2 when a scanner is missing, before anybody is asked for a code', async () => {
    const env = { PATH: process.env['PATH'], PROWLER: '/nowhere/prowler' };

    const { code, stderr, codes } = await audit(['-m', 'serial'], {}, { env });

    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^security-audit: Prowler does not tell its version, as \/nowhere\/prowler --version fails: .*ENOENT\n$/,
    );
    expect(codes).to.deep.equal([]);
  });

  it('ends with 2 when the engine of containers is missing', async () => {
    const env = { PATH: process.env['PATH'], CONTAINER_ENGINE: '/nowhere/docker' };

    const { code, stderr } = await audit(['--container'], {}, { env });

    expect(code).to.equal(2);
    expect(stderr).to.contain(
      '--container needs a container engine, and /nowhere/docker does not answer',
    );
  });

  it('ends with 2 when the organization has no account', async () => {
    const { code, stderr } = await audit([], { accounts: [] });

    expect(code).to.equal(2);
    expect(stderr).to.contain('lists 0 accounts');
  });

  it('ends with 2 when no account is active', async () => {
    const accounts = [{ ...listed[0], State: 'SUSPENDED' }] as FakeOptions['accounts'];

    expect((await audit([], { ...(accounts && { accounts }) })).code).to.equal(2);
  });

  it('leaves no lock, no scratch and no half file behind', async () => {
    await audit([]);

    const files = await filesBelow(bench.output);
    expect(files.filter((file) => /lock|scratch|part$|redacted/.test(file))).to.deep.equal([]);
  });
});
