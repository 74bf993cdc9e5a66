import { styleText } from 'node:util';
import Table from 'cli-table3';
import { coverageOf, denialsOf } from '../page/coverage.ts';
import { headline } from '../page/sections/verdict.ts';
import { scannedAccounts } from '../runs/run.ts';
import { callsLine } from '../scanners/refusals.ts';
import { oneLine } from '../scanners/said.ts';
import { severities } from '../scanners/tools/tool.ts';
import type { Run, Scan, ScanStatus } from '../types.ts';

export interface RenderOptions {
  color: boolean;
  /** Optional. Columns of the terminal. */
  width?: number | undefined;
}

/** Of the columns before the reason, with what is between them. */
const columns = [14, 22, 12, 11, 10, 6, 8, 6];
const taken = columns.reduce((sum, one) => sum + one + 1, 2);

const styles = {
  scanned: 'green',
  skipped: 'yellow',
  'timed-out': 'red',
  failed: 'red',
} as const satisfies Record<ScanStatus, string>;

/** A line per scan, missing ones first; then the number of scanned accounts. */
export function renderSummary(run: Run, { color, width = taken + 50 }: RenderOptions): string {
  const paint = (style: (typeof styles)[ScanStatus], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const table = new Table({
    head: ['account', 'name', 'tool', 'status', ...severities.slice(0, 4), 'reason'],
    style: { head: [], border: [] },
    // A narrower column is not readable.
    colWidths: [...columns, Math.max(20, width - taken)],
    wordWrap: true,
  });
  for (const { account, tool, status, failures, reason = '' } of inOrder(run.scans)) {
    const counts = severities.slice(0, 4).map((severity) => `${failures?.[severity] ?? '-'}`);
    const name = oneLine(account.name);
    table.push([account.id, name, tool, paint(styles[status], status), ...counts, oneLine(reason)]);
  }
  const isWhole = scannedAccounts(run).length === run.accounts.length;
  return `${table.toString()}\n${paint(isWhole ? 'green' : 'red', headline(coverageOf(run)))}\n${notesOf(run)}`;
}

/** What is not an error, and must not be forgotten either. */
function notesOf(run: Run): string {
  const denied = denialsOf(run).map(({ action, calls }): [string, number] => [action, calls]);
  const unknown = run.scans.flatMap(({ checks }) => checks?.noResult ?? []);
  const most = Math.max(0, ...unknown);
  const told =
    most === 0 ? '' : `checks without a result, which is not a pass: up to ${most} in an account\n`;
  return denied.length === 0
    ? told
    : `${told}denied by the audit role on purpose, not counted as errors: ${callsLine(Object.fromEntries(denied))}\n`;
}

function inOrder(scans: readonly Scan[]): Scan[] {
  const rank = ({ status }: Scan) => (status === 'scanned' ? 1 : 0);
  return scans.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      one.account.id.localeCompare(other.account.id) ||
      one.tool.localeCompare(other.tool),
  );
}
