import { readFileSync } from 'node:fs';
import type { RehearsalConfig } from '../config.ts';
import type { Plan } from '../plan.ts';
import { type Build, concernsBuild, runBuild, sourcesOf } from './build.ts';
import { FileChanges } from './changes.ts';
import type { Changes, Opening, Outcome } from './messages.ts';
import { RoundProcess } from './process.ts';
import { renderChanged, renderOutcome } from './text.ts';

export interface WatchOptions {
  readonly opening: Opening;
  readonly plan: Plan;
  readonly build: RehearsalConfig['build'];
  /** Whether the first run performed everything. */
  readonly performed: boolean;
  readonly show: (text: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What has not been performed yet, since it failed. */
interface Pending {
  readonly changed: readonly string[];
  readonly everything: boolean;
}

/**
 * Performs and plays again what a change of a file concerns, until it is interrupted. What is wrong
 * is shown, and performed with the next change.
 */
export async function watchFiles(options: WatchOptions): Promise<void> {
  const { opening, plan, build, performed, show, signal } = options;
  const changes = new FileChanges();
  let round = new RoundProcess(opening);
  let parametersBefore = plan.parameters && readFileSync(plan.parameters.file, 'utf8');
  let pending: Pending = { changed: [], everything: !performed };
  signal.addEventListener('abort', () => {
    changes.close();
    round.end();
  });
  let announced = false;
  while (!signal.aborted) {
    const { code, files } = await round.ready;
    changes.add([...code, ...files, ...(build ? sourcesOf(build) : [])]);
    if (!announced) {
      show('\nWatching; Ctrl-C ends it.\n');
      announced = true;
    }
    const seen = await changes.next();
    const began = performance.now();
    const changed = [...new Set([...pending.changed, ...seen])];
    const used = [...code, ...files];
    // A file that was missing, and made the last round fail, is none that is used yet.
    if (pending.changed.length === 0 && !seen.some((file) => isRelevant(file, used, build))) {
      continue;
    }
    show(renderChanged(seen, new Date()));
    const failure =
      build && concernsBuild(build, changed) ? await runBuild(build, signal) : undefined;
    if (failure !== undefined) {
      show(`${failure}\n`);
      pending = { ...pending, changed };
      continue;
    }
    const all: Changes = {
      ...{ everything: pending.everything, parametersBefore },
      changed: [...new Set([...changed, ...changes.take()])],
    };
    if (all.changed.some((file) => code.includes(file))) {
      round.end();
      round = new RoundProcess(opening);
    }
    const outcome = await round.play(all);
    show(renderOutcome(outcome, (performance.now() - began) / 1000));
    pending = pendingAfter(outcome, all);
    parametersBefore = outcome.parameters ?? parametersBefore;
    round = new RoundProcess(opening);
  }
}

const pendingAfter = ({ problem }: Outcome, { changed, everything }: Changes): Pending =>
  problem === undefined ? { changed: [], everything: false } : { changed, everything };

/** Beside the files that are used lie others, such as a README. */
const isRelevant = (file: string, used: readonly string[], build: Build | undefined): boolean =>
  used.includes(file) || (build !== undefined && concernsBuild(build, [file]));
