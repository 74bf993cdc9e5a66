import { rmSync } from 'node:fs';
import { type Connection, type Reach, reach } from './clients.ts';
import { type Entry, leftBy } from './journal.ts';
import { leftoversIn } from './leftovers.ts';
import { removeOne } from './run.ts';
import type { Patience } from './waiting.ts';

export interface CleanUpOptions extends Connection, Patience {
  readonly region: string;
  /** Regions that questions ask in, besides. */
  readonly otherRegions: readonly string[];
  readonly accountId?: string | undefined;
  readonly roleName: string;
  /** Whether the account of the credentials was asked in besides. */
  readonly management: boolean;
  readonly folder: string;
  tell(text: string): void;
}

/** What was removed, and what could not be. */
export interface CleanedUp {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}

/** Removes what trials left that were killed: by their journals first, then whatever has their prefix. */
export async function cleanUp(options: CleanUpOptions): Promise<CleanedUp> {
  const reached = await reach(options, options.region, options.roleName);
  const done = { removed: [] as string[], left: [] as string[] };
  for (const { file, entries } of leftBy(options.folder)) {
    const left = done.left.length;
    for (const entry of entries) {
      await remove(reached, entry, options, done);
    }
    if (done.left.length === left) {
      rmSync(file);
    }
  }
  const own = reached.caller.accountId;
  const accounts = [options.accountId ?? own, ...(options.management ? [own] : [])];
  for (const accountId of new Set(accounts)) {
    const account = await reached.open(accountId);
    for (const region of new Set([options.region, ...options.otherRegions])) {
      for (const found of await leftoversIn(account.clients(region))) {
        await remove(reached, { ...found, accountId, region }, options, done);
      }
    }
  }
  return done;
}

async function remove(
  reached: Reach,
  entry: Entry,
  options: CleanUpOptions,
  done: { removed: string[]; left: string[] },
): Promise<void> {
  const what = `${entry.kind} ${entry.name} in ${entry.region}`;
  options.tell(`removing ${what}`);
  const failure = await removeOne(reached, entry, options);
  (failure === undefined ? done.removed : done.left).push(failure ?? what);
}
