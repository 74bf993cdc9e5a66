import { styleText } from 'node:util';
import { type Output, statusLine } from '../../commands/terminal.ts';
import { oneLine } from '../scanners/said.ts';
import { severities } from '../scanners/tools/tool.ts';
import type { Scan, ScanStatus } from '../types.ts';
import type { Job } from './run.ts';

export interface Progress {
  /** One permanent line. */
  tell(text: string): void;
  start(job: Job): void;
  finish(job: Job, scan: Scan): void;
  /** Ends the line that changes. */
  end(): void;
}

const marks = {
  scanned: '✔',
  skipped: '↓',
  'timed-out': '✖',
  failed: '✖',
} as const satisfies Record<ScanStatus, string>;

/**
 * A line per finished scan. Scans in progress are below them on a terminal, and are printed every ten
 * seconds elsewhere: five hundred accounts do not fit on a screen.
 */
export function progressOn(
  output: Output,
  { total, color, now }: { total: number; color: boolean; now: () => number },
): Progress {
  const running = new Map<Job, number>();
  let done = 0;
  const line = statusLine(output);
  const status = () => {
    const list = [...running].map(
      ([{ account, tool }, since]) =>
        `${oneLine(account.name)} ${tool} ${Math.round((now() - since) / 1_000)} s`,
    );
    return list.length === 0 ? '' : `${done}/${total} done; in progress: ${list.join(', ')}`;
  };
  const show = () => {
    const text = status();
    if (text !== '') {
      line.show(text);
    }
  };
  const timer = setInterval(show, output.isTTY ? 1_000 : 10_000);
  timer.unref();
  const tell = (text: string) => {
    line.clear();
    output.write(`${text}\n`);
    if (output.isTTY) {
      show();
    }
  };
  return {
    tell,
    start(job) {
      running.set(job, now());
    },
    finish(job, scan) {
      running.delete(job);
      done += 1;
      tell(ended(scan, { done, total, color }));
    },
    end() {
      clearInterval(timer);
      line.clear();
    },
  };
}

function ended(
  { account, tool, status, seconds = 0, failures, reason }: Scan,
  { done, total, color }: { done: number; total: number; color: boolean },
): string {
  const mark = marks[status];
  const style = status === 'scanned' ? 'green' : 'red';
  const painted = color ? styleText(style, mark, { validateStream: false }) : mark;
  const count = severities.reduce((sum, severity) => sum + (failures?.[severity] ?? 0), 0);
  const told =
    status === 'scanned' ? `${count} failed ${count === 1 ? 'check' : 'checks'}` : status;
  const why = reason === undefined ? '' : `: ${oneLine(reason)}`;
  const who = `${account.id} ${oneLine(account.name)} ${tool}`;
  return `${painted} [${done}/${total}] ${who}, ${seconds} s: ${told}${why}`;
}
