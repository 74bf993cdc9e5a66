import pMap from 'p-map';
import { isActive } from '../../organization/accounts.ts';
import type { Run, Scan, Tool } from '../types.ts';

/** A scan to make. */
export interface Job {
  account: Run['accounts'][number];
  tool: Tool;
}

export interface RunOptions {
  /** Scans at a time. */
  parallel: number;
  /** @returns undefined when it was interrupted */
  scan: (job: Job, signal: AbortSignal) => Promise<Scan | undefined>;
  /** Saves the current state of the run. */
  save: () => Promise<void>;
  /** Ends the run, without the scans in progress. */
  signal: AbortSignal;
  onStart?: (job: Job) => void;
  onEnd?: (job: Job, scan: Scan) => void;
}

/** The scans that are left: all that are not scanned, in active accounts. */
export function jobsLeft(run: Run): Job[] {
  return notScanned(run).filter(isOpen);
}

/** The same, and updates the list of scans of the run: accounts that are not active are skipped. */
export function planRun(run: Run): Job[] {
  const jobs = notScanned(run);
  const skipped = jobs.filter((job) => !isOpen(job)).map(skip);
  run.scans = [...run.scans.filter(isScanned), ...skipped];
  return jobs.filter(isOpen);
}

const isOpen = ({ account }: Job) => isActive(account);
const isScanned = ({ status }: Scan) => status === 'scanned';

function notScanned({ accounts, tools, scans }: Run): Job[] {
  const scanned = new Set(scans.filter(isScanned).map(keyOf));
  return accounts
    .flatMap((account) => tools.map(({ name: tool }): Job => ({ account, tool })))
    .filter((job) => !scanned.has(keyOf(job)));
}

const keyOf = ({ account, tool }: Job | Scan): string => `${account.id} ${tool}`;

function skip({ account: { id, name, state }, tool }: Job): Scan {
  const reason = `the account is ${state.toLowerCase().replaceAll('_', ' ')}: a role can't be assumed in it`;
  return { account: { id, name }, tool, status: 'skipped', reason, files: [] };
}

/**
 * Makes the scans, with limited concurrency, and saves the run after each of them. If saving fails,
 * the scans in progress are terminated.
 */
export async function performRun(
  run: Run,
  jobs: readonly Job[],
  { parallel, scan, save, signal, onStart, onEnd }: RunOptions,
): Promise<void> {
  await save();
  const broken = new AbortController();
  const ended = AbortSignal.any([signal, broken.signal]);
  let saved = Promise.resolve();
  const perform = async (job: Job) => {
    if (ended.aborted) {
      return;
    }
    onStart?.(job);
    const done = await scan(job, ended);
    if (done === undefined) {
      return;
    }
    run.scans.push(done);
    onEnd?.(job, done);
    // One at a time, so that an older state never replaces a newer one.
    saved = saved.then(save);
    await saved;
  };
  const errors: unknown[] = [];
  await pMap(
    jobs,
    async (job) => {
      try {
        await perform(job);
      } catch (error) {
        errors.push(error);
        broken.abort();
      }
    },
    { concurrency: parallel },
  );
  if (errors.length > 0) {
    throw errors[0];
  }
}

/** The accounts that every tool of the run has scanned. */
export function scannedAccounts(run: Run): Run['accounts'] {
  return run.accounts.filter(({ id }) =>
    run.tools.every(({ name }) =>
      run.scans.some(
        ({ account, tool, status }) => account.id === id && tool === name && status === 'scanned',
      ),
    ),
  );
}
