import { setTimeout as delay } from 'node:timers/promises';
import { jsonLog, type Log } from './log.ts';
import type { Sleep } from './retry.ts';

/** What a function has of the outside world besides AWS. */
export interface FunctionRuntime {
  readonly sleep: Sleep;
  readonly log: Log;
  /** Writes a line to the function's log stream as it is. */
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

const write = (line: string): void => void process.stdout.write(line);
const now = (): Date => new Date();

export const functionRuntime: FunctionRuntime = {
  sleep: async (ms) => {
    await delay(ms);
  },
  log: jsonLog(write, now),
  write,
  now,
};
