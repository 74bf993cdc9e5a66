import type { Selection } from '../access/accounts.ts';
import type { AuditSettings } from '../access/settings.ts';
import { AuditError } from '../errors.ts';
import type { CliOptions } from '../options.ts';
import { type PreparedTool, versionsOf } from '../scanners/prepare.ts';
import { lastUnfinished, runId, type SavedRun } from './run-file.ts';

/**
 * The run to continue.
 * @throws AuditError when nothing is left to do
 */
export function findUnfinished(
  runs: readonly SavedRun[],
  { output, upload }: Pick<CliOptions, 'output' | 'upload'>,
): SavedRun {
  const run = lastUnfinished(runs, { upload });
  if (run === undefined) {
    const what = upload ? 'scan or upload' : 'scan';
    const found =
      runs.length === 0
        ? `There is no run in ${output}`
        : `No run in ${output} was interrupted, and the last one has nothing left to ${what}`;
    throw new AuditError(`${found}: remove --resume to start one`);
  }
  return run;
}

/**
 * The run, with its original settings, and no longer finished.
 * @throws AuditError when a tool has another version now: a run has reports of one version only
 */
export function resume(run: SavedRun, ready: readonly PreparedTool[]): SavedRun {
  for (const { definition, version } of ready) {
    const before = run.tools.find(({ name }) => name === definition.name)?.version;
    if (before !== version) {
      throw new AuditError(
        `The run ${run.id} was started with ${definition.title} ${before}, and this is ${version}: ` +
          'remove --resume to start another',
      );
    }
  }
  const { finishedAt: _, ...unfinished } = run;
  return unfinished;
}

/** A new run. */
export function begin(from: {
  options: CliOptions;
  settings: AuditSettings;
  selection: Selection;
  ready: readonly PreparedTool[];
  roleName: string;
  now: () => number;
  warn: (text: string) => void;
}): SavedRun {
  const { options, settings, ready, roleName, warn } = from;
  const { checks, compliance, regions = settings.governedRegions } = options;
  const { accounts, leftOut } = from.selection;
  if (leftOut.length > 0) {
    const list = leftOut.map(({ id, state }) => `${id} ${state}`).join(', ');
    warn(`${leftOut.length} accounts are not active, and excluded: ${list}`);
  }
  const at = new Date(from.now());
  return {
    ...{ id: runId(at), date: at.toISOString().slice(0, 10), startedAt: at.toISOString() },
    ...{ role: roleName, tools: versionsOf(ready), scans: [] },
    accounts: accounts.map(({ id, name, state }) => ({ id, name, state })),
    choices: { regions, ...(checks && { checks }), ...(compliance && { compliance }) },
  };
}
