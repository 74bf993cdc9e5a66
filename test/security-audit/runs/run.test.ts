import { expect } from 'chai';
import { type Job, performRun, planRun } from '../../../security-audit/runs/run.ts';
import type { Run, Scan } from '../../../security-audit/types.ts';

const ids = ['222222222222', '333333333333', '444444444444'];

const runOf = (scans: Scan[] = [], states: readonly string[] = []): Run => ({
  ...{ id: 'x', date: '2026-11-28', startedAt: 'x', role: 'R', scans },
  tools: [
    { name: 'prowler', version: '5.46.0' },
    { name: 'scoutsuite', version: '5.14.0' },
  ],
  accounts: ids.map((id, index) => ({ id, name: id, state: states[index] ?? 'ACTIVE' })),
});
const scanOf = (id: string, status: Scan['status'], tool: Scan['tool'] = 'prowler'): Scan => ({
  ...{ account: { id, name: id }, tool, status, files: [] },
});
const names = (jobs: readonly Job[]) => jobs.map(({ account, tool }) => `${account.id} ${tool}`);
const never = new AbortController().signal;
const save = async () => undefined;

describe('a run', () => {
  it('is a scan of each account with each tool', () => {
    expect(names(planRun(runOf()))).to.deep.equal(
      ids.flatMap((id) => [`${id} prowler`, `${id} scoutsuite`]),
    );
  });

  it('that continues keeps what was scanned, and tries the rest again', () => {
    const run = runOf([
      scanOf('222222222222', 'scanned'),
      scanOf('222222222222', 'failed', 'scoutsuite'),
      scanOf('333333333333', 'timed-out'),
      scanOf('333333333333', 'scanned', 'scoutsuite'),
    ]);

    const jobs = planRun(run);

    expect(names(jobs)).to.deep.equal([
      '222222222222 scoutsuite',
      '333333333333 prowler',
      '444444444444 prowler',
      '444444444444 scoutsuite',
    ]);
    expect(run.scans.map(({ status }) => status)).to.deep.equal(['scanned', 'scanned']);
  });

  it('skips accounts that are not active, with every tool', () => {
    const run = runOf([], ['ACTIVE', 'PENDING_CLOSURE', 'SUSPENDED']);

    const jobs = planRun(run);

    expect(names(jobs)).to.deep.equal(['222222222222 prowler', '222222222222 scoutsuite']);
    expect(run.scans.map(({ tool, status, reason }) => [tool, status, reason])).to.deep.equal([
      ...['pending closure', 'suspended'].flatMap((state) =>
        ['prowler', 'scoutsuite'].map((tool) => [
          tool,
          'skipped',
          `the account is ${state}: a role can't be assumed in it`,
        ]),
      ),
    ]);
  });

  it('is kept before the first scan, and after each', async () => {
    const run = runOf();
    const kept: number[] = [];

    await performRun(run, planRun(run), {
      ...{ parallel: 2, signal: never },
      scan: async ({ account, tool }) => scanOf(account.id, 'scanned', tool),
      save: async () => {
        kept.push(run.scans.length);
      },
    });

    expect(kept).to.have.length(7);
    expect([kept[0], kept.at(-1)]).to.deep.equal([0, 6]);
  });

  it('has nothing of a scan that was interrupted, and begins no other', async () => {
    const run = runOf();
    const interrupted = new AbortController();
    const begun: string[] = [];

    await performRun(run, planRun(run), {
      ...{ parallel: 1, save, signal: interrupted.signal },
      async scan({ account }) {
        begun.push(account.id);
        interrupted.abort();
        return undefined;
      },
    });

    expect(begun).to.deep.equal(['222222222222']);
    expect(run.scans).to.deep.equal([]);
  });

  it('that cannot be kept ends the scans that are under way, and says why', async () => {
    const run = runOf();
    const ended: string[] = [];

    const error = await performRun(run, planRun(run), {
      ...{ parallel: 2, signal: never },
      async scan({ account, tool }, signal) {
        if (tool === 'prowler') {
          return scanOf(account.id, 'scanned');
        }
        // Under way until it is ended.
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended.push(`${account.id} ${tool}`);
        return undefined;
      },
      async save() {
        if (run.scans.length > 0) {
          throw new Error('ENOSPC');
        }
      },
    }).catch((one: unknown) => one);

    expect(String(error)).to.equal('Error: ENOSPC');
    expect(ended).to.deep.equal(['222222222222 scoutsuite']);
  });
});
