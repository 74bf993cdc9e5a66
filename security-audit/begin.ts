import type { Access } from './access.ts';
import { selectAccounts } from './accounts.ts';
import { AuditError } from './errors.ts';
import type { CliOptions } from './options.ts';
import { type PreparedTool, versionsOf } from './prepare.ts';
import { lastUnfinished, runId, type SavedRun } from './run-file.ts';
import type { AuditSettings } from './settings.ts';

/**
 * The run to go on with.
 * @throws AuditError when none was interrupted
 */
export function findUnfinished(runs: readonly SavedRun[], output: string): SavedRun {
  const run = lastUnfinished(runs);
  if (run === undefined) {
    throw new AuditError(`No run in ${output} was interrupted: leave --resume out to begin one`);
  }
  return run;
}

/**
 * The run, as it was begun.
 * @throws AuditError when a tool has another version now: the reports of a run are of one
 */
export function resume(run: SavedRun, ready: readonly PreparedTool[]): SavedRun {
  for (const { definition, version } of ready) {
    const before = run.tools.find(({ name }) => name === definition.name)?.version;
    if (before !== version) {
      throw new AuditError(
        `The run ${run.id} was begun with ${definition.title} ${before}, and this is ${version}: ` +
          'leave --resume out to begin another',
      );
    }
  }
  return run;
}

/** A new run. @throws OptionError when an account is not found */
export function begin(from: {
  options: CliOptions;
  settings: AuditSettings;
  access: Access;
  ready: readonly PreparedTool[];
  roleName: string;
  now: () => number;
  warn: (text: string) => void;
}): SavedRun {
  const { options, settings, access, ready, roleName, warn } = from;
  const { checks, compliance, regions = settings.governedRegions } = options;
  const { accounts, leftOut } = selectAccounts(
    options.accounts,
    access.accounts,
    settings.declared,
  );
  if (leftOut.length > 0) {
    const list = leftOut.map(({ id, state }) => `${id} ${state}`).join(', ');
    warn(`${leftOut.length} accounts are not active, and left out: ${list}`);
  }
  const at = new Date(from.now());
  return {
    ...{ id: runId(at), date: at.toISOString().slice(0, 10), startedAt: at.toISOString() },
    ...{ role: roleName, tools: versionsOf(ready), scans: [] },
    accounts: accounts.map(({ id, name, state }) => ({ id, name, state })),
    choices: { regions, ...(checks && { checks }), ...(compliance && { compliance }) },
  };
}
