import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Scan, Tool } from '../types.ts';

/** The folder of a scan's reports, relative to the output folder: as the keys in the bucket. */
export function folderOf(accountId: string, tool: Tool, date: string): string {
  return `${accountId}/${tool}/${date}`;
}

export interface Workplace {
  /** The scanner writes here, so that output of a failed attempt is never treated as a report. */
  out: string;
  /** Its home: empty, and deleted afterwards. */
  home: string;
  /** The log, in its final place, so that it can be read while the scanner runs. */
  logFile: string;
  /** Moves the output of the scanner to its final place. */
  keep(): Promise<void>;
  remove(): Promise<void>;
}

/** Creates the folders of a scan; removes those of an earlier scan of the day. */
export async function openWorkplace(
  output: string,
  { account, tool }: Pick<Scan, 'account' | 'tool'>,
  date: string,
): Promise<Workplace> {
  // A scanner is started in its home, where a relative path would be another.
  const root = path.resolve(output);
  const final = path.join(root, folderOf(account.id, tool, date));
  await rm(final, { recursive: true, force: true });
  await mkdir(final, { recursive: true });
  const scratch = path.join(root, '.scratch');
  await mkdir(scratch, { recursive: true });
  // On the same disk, so that it is moved and not copied.
  const work = await mkdtemp(path.join(scratch, `${account.id}-${tool}-`));
  const [out, home] = [path.join(work, 'out'), path.join(work, 'home')];
  await mkdir(out);
  await mkdir(home);
  const log = `${tool}.log`;
  const logFile = path.join(final, log);
  return {
    ...{ out, home, logFile },
    async keep() {
      await rename(logFile, path.join(out, log));
      await rm(final, { recursive: true });
      await rename(out, final);
    },
    async remove() {
      await rm(work, { recursive: true, force: true });
    },
  };
}
