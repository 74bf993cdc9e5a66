import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/scanners/redact.ts';
import type { Run } from '../../security-audit/types.ts';
import { CommandBench, ids, listed, named, security } from './command-bench.ts';
import { type FakeOptions, fakeClients } from './fakes.ts';

describe('npm run security-audit', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  const statuses = (run: Run | undefined) =>
    Object.fromEntries(run?.scans.map(({ account, status }) => [account.id, status]) ?? []);

  it('scans every active account, from all pages of the list', async () => {
    const { code, stdout, calls, pages } = await bench.audit([]);

    expect(code).to.equal(0);
    expect(stdout).to.contain('6 of 6 accounts scanned\n').and.contain('index.html');
    expect(bench.started().sort()).to.deep.equal([security, ...ids]);
    expect(named(calls, 'AssumeRole')).to.have.length(6);
    expect(named(calls, 'AssumeRole')[0]).to.include({
      DurationSeconds: 3_600,
      ExternalId: 'ofn-audit-security-audit',
    });
    expect(pages[0]?.findings.map(({ account }) => account).sort()).to.deep.equal([
      security,
      ...ids,
    ]);
    expect(bench.read('index.html')).to.equal('<html>');
    expect(bench.runs()[0]).to.include({ id: '2026-11-28T09-30-00Z', date: '2026-11-28' });
  });

  for (const parallel of ['1', '4', '20']) {
    it(`scans them all with ${parallel} at a time, and no more`, async () => {
      const { code } = await bench.audit(['-p', parallel]);

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
      // No role is given before four have been asked for.
      async send(command: { constructor: { name: string } }) {
        if (command.constructor.name === 'AssumeRoleCommand' && waiting.length < 4) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            if (waiting.length === 4) {
              for (const go of waiting) {
                go();
              }
            }
          });
        }
        return await send(command);
      },
    };

    const { code } = await bench.audit(
      ['-p', '4'],
      {},
      {
        buildClients: () => ({ ...clients, sts: sts as never }),
      },
    );

    expect(code).to.equal(0);
  });

  it('reports each account that was not scanned, why, and how many were', async () => {
    bench.modes({ '222222222222': 'failing', '333333333333': 'crash' });

    const { code, stdout, stderr } = await bench.audit([], { refused: ['444444444444'] });

    expect(code).to.equal(1);
    expect(stdout).to.contain('3 of 6 accounts scanned\n');
    expect(statuses(bench.runs()[0])).to.deep.equal({
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
    const { code, stdout, stderr } = await bench.audit([], { accounts: suspended });

    expect(code).to.equal(0);
    expect(stdout).to.contain('6 of 6 accounts scanned\n');
    expect(stderr).to.contain(
      '2 accounts are not active, and excluded: 777777777777 SUSPENDED, 888888888888 PENDING_CLOSURE',
    );
  });

  it('skips a suspended account that was asked for, and counts it', async () => {
    const { code, stdout } = await bench.audit(['Old', 'Team 0'], { accounts: suspended });

    expect(code).to.equal(1);
    expect(stdout).to.contain('1 of 2 accounts scanned\n');
    expect(bench.runs()[0]?.scans.find(({ status }) => status === 'skipped')).to.deep.equal({
      ...{ account: { id: '777777777777', name: 'Old' }, tool: 'prowler', status: 'skipped' },
      reason: "the account is suspended: a role can't be assumed in it",
      files: [],
    });
    expect(bench.started()).to.deep.equal(['222222222222']);
  });

  it('ends with 2 when a scanner is missing, before a code is asked for', async () => {
    const env = { PATH: process.env['PATH'], PROWLER: '/nowhere/prowler' };

    const { code, stderr, codes } = await bench.audit(['-m', 'serial'], {}, { env });

    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^security-audit: The version of Prowler is not known, as \/nowhere\/prowler --version fails: .*ENOENT\n$/,
    );
    expect(codes).to.deep.equal([]);
  });

  it('ends with 130 when it is interrupted before a scanner has reported its version', async () => {
    const scanner = path.join(bench.folder, 'slow');
    writeFileSync(scanner, '#!/bin/sh\nexec sleep 60\n', { mode: 0o700 });
    const env = { PATH: process.env['PATH'], PROWLER: scanner };
    const signal = AbortSignal.timeout(200);

    const { code, stderr } = await bench.audit([], {}, { env, signal });

    expect(code).to.equal(130);
    expect(stderr).to.equal('security-audit: Interrupted before the first scan\n');
  });

  it('ends with 2 when the engine of containers is missing', async () => {
    const env = { PATH: process.env['PATH'], CONTAINER_ENGINE: '/nowhere/docker' };

    const { code, stderr } = await bench.audit(['--container'], {}, { env });

    expect(code).to.equal(2);
    expect(stderr).to.contain(
      '--container needs a container engine, and /nowhere/docker does not respond',
    );
  });

  it('ends with 2 when the organization has no account', async () => {
    const { code, stderr } = await bench.audit([], { accounts: [] });

    expect(code).to.equal(2);
    expect(stderr).to.contain('lists 0 accounts');
  });

  it('ends with 2 when no account is active', async () => {
    const accounts = [{ ...listed[0], State: 'SUSPENDED' }] as FakeOptions['accounts'];

    expect((await bench.audit([], { ...(accounts && { accounts }) })).code).to.equal(2);
  });

  it('leaves no lock, no scratch and no half file behind', async () => {
    await bench.audit([]);

    const files = await filesBelow(bench.output);
    expect(files.filter((file) => /lock|scratch|part$|redacted/.test(file))).to.deep.equal([]);
  });
});
