import type { Finding, Run, Scan, ScanStatus, Tool } from '../types.ts';
import { isLog } from './links.ts';
import { sum } from './types.ts';

/** `not-reached`: the run ended before it came to this scan. */
export type GapStatus = Exclude<ScanStatus, 'scanned'> | 'not-reached';

/** A scan that was to be made, and was not. */
export interface Gap {
  account: { id: string; name: string };
  tool: Tool;
  status: GapStatus;
  reason: string;
  log?: string;
}

export interface Coverage {
  /** How many accounts were to be scanned. */
  accounts: number;
  /** Accounts that every tool of the run scanned. */
  scanned: ReadonlySet<string>;
  /** How many of these a tool may not have seen all of. */
  withErrors: number;
  /** The other accounts, each counted once, by the worst of what happened. */
  missed: Record<GapStatus, number>;
  gaps: Gap[];
  interrupted: boolean;
}

/** Worst first: an account that failed with one tool and was skipped by the other has failed. */
export const gapStatuses = ['failed', 'timed-out', 'not-reached', 'skipped'] as const;

const noReason: Record<GapStatus, string> = {
  failed: 'No reason was recorded',
  'timed-out': 'No reason was recorded',
  skipped: 'No reason was recorded',
  'not-reached': 'The run has no record of this scan',
};

/** The last scan of each account by each tool: one that was resumed stands behind the first. */
export function lastScans(run: Run): Map<string, Scan> {
  return new Map(run.scans.map((scan) => [scanKey(scan.account.id, scan.tool), scan]));
}

export const scanKey = (account: string, tool: Tool): string => `${tool} ${account}`;

/** What the run was to scan, and what it did: an account without tools is not scanned. */
export function coverageOf(run: Run): Coverage {
  const scans = lastScans(run);
  const accounts = new Map(run.accounts.map((account) => [account.id, account]));
  const coverage: Coverage = {
    accounts: accounts.size,
    ...{ scanned: new Set(), withErrors: 0 },
    missed: { failed: 0, 'timed-out': 0, skipped: 0, 'not-reached': 0 },
    gaps: [],
    interrupted: run.finishedAt === undefined,
  };
  const scanned = new Set<string>();
  for (const { id, name } of accounts.values()) {
    const gaps = run.tools.flatMap((tool) => gapOf({ id, name }, tool.name, scans));
    const worst = gapStatuses.find((status) => gaps.some((gap) => gap.status === status));
    if (worst === undefined && run.tools.length > 0) {
      scanned.add(id);
    } else {
      coverage.missed[worst ?? 'not-reached'] += 1;
    }
    coverage.gaps.push(...gaps);
  }
  const doubtful = new Set(doubtsOf(run).map(({ account }) => account.id));
  const withErrors = [...scanned].filter((id) => doubtful.has(id)).length;
  return { ...coverage, scanned, withErrors, gaps: coverage.gaps.toSorted(byStatus) };
}

function gapOf(account: Gap['account'], tool: Tool, scans: ReadonlyMap<string, Scan>): Gap[] {
  const scan = scans.get(scanKey(account.id, tool));
  if (scan?.status === 'scanned') {
    return [];
  }
  const status = scan?.status ?? 'not-reached';
  const log = scan?.files.find(isLog);
  const reason = scan?.reason?.trim() || noReason[status];
  return [{ account, tool, status, reason, ...(log !== undefined && { log }) }];
}

/** A scan that was made, and said that it may not have seen everything. */
export interface Doubt extends Pick<Gap, 'account' | 'log' | 'reason' | 'tool'> {}

export function doubtsOf(run: Run): Doubt[] {
  return [...lastScans(run).values()].flatMap(({ account, tool, status, reason, files }) => {
    const log = files.find(isLog);
    return status === 'scanned' && reason?.trim()
      ? [{ account, tool, reason, ...(log !== undefined && { log }) }]
      : [];
  });
}

/** An action that the audit role denies on purpose, and that scanners called. */
export interface Denial {
  action: string;
  calls: number;
  accounts: number;
}

/** By action, in alphabetical order. */
export function denialsOf(run: Run): Denial[] {
  const scans = [...lastScans(run).values()];
  const actions = new Set(scans.flatMap(({ denied = {} }) => Object.keys(denied)));
  return [...actions].sort().map((action) => {
    const calling = scans.filter(({ denied = {} }) => Object.hasOwn(denied, action));
    return {
      action,
      calls: calling.reduce((total, { denied = {} }) => total + (denied[action] ?? 0), 0),
      accounts: new Set(calling.map(({ account }) => account.id)).size,
    };
  });
}

const byStatus = (a: Gap, b: Gap): number =>
  gapStatuses.indexOf(a.status) - gapStatuses.indexOf(b.status);

/** A scan whose own count of failures is not the number of its findings. */
export interface Mismatch {
  scan: Scan;
  counted: number;
  read: number;
}

/** Where findings were lost, or came twice, between a scan and this page. */
export function mismatchesOf(run: Run, findings: readonly Finding[]): Mismatch[] {
  const read = new Map<string, number>();
  for (const { account, tool } of findings) {
    const key = scanKey(account, tool);
    read.set(key, (read.get(key) ?? 0) + 1);
  }
  return [...lastScans(run)]
    .filter(([, scan]) => scan.status === 'scanned' && scan.failures !== undefined)
    .map(([key, scan]) => ({
      scan,
      counted: scan.failures ? sum(scan.failures) : 0,
      read: read.get(key) ?? 0,
    }))
    .filter(({ counted, read }) => counted !== read);
}
