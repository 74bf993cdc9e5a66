import { isColored } from '../../commands/terminal.ts';
import { describeError } from '../../lambda/errors.ts';
import { openAccess, requireRole, requireUploader } from '../access/access.ts';
import { selectAccounts } from '../access/accounts.ts';
import { type AuditSettings, readSettings } from '../access/settings.ts';
import { InterruptedError } from '../errors.ts';
import type { CliOptions } from '../options.ts';
import { consolidate } from '../reports/consolidate.ts';
import { renderSummary } from '../reports/summary.ts';
import { requireUpload } from '../reports/upload.ts';
import { prepareTools } from '../scanners/prepare.ts';
import { begin, findUnfinished, resume } from './begin.ts';
import { lockOutput } from './lock.ts';
import { jobsLeft, scannedAccounts } from './run.ts';
import { loadRuns, type SavedRun, saveRun } from './run-file.ts';
import { type Surroundings, scan, upload } from './steps.ts';

/**
 * Scans, uploads and summarizes.
 * @returns the exit code: 0 every account was scanned, 1 not
 * @throws CoverageError when it could not run, InterruptedError when it was interrupted
 */
export async function audit(options: CliOptions, around: Surroundings): Promise<0 | 1> {
  const settings = await readSettings(options);
  const unlock = await lockOutput(options.output);
  try {
    return await auditInto(options, settings, around);
  } finally {
    await unlock();
  }
}

async function auditInto(
  options: CliOptions,
  settings: AuditSettings,
  around: Surroundings,
): Promise<0 | 1> {
  const { stdout, signal, env, now } = around;
  const warn = (text: string) => around.stderr.write(`security-audit: ${text}\n`);
  // First of all: an unreadable file would fail the run only after all scans.
  const runs = await loadRuns(options.output);
  const begun = options.resume ? findUnfinished(runs, options) : undefined;
  const roleName = begun?.role ?? options.role ?? settings.roleName;
  const { ready, access, selection } = await prepare({
    ...{ options, settings, begun, roleName, around, warn },
  });
  const run = begun
    ? resume(begun, ready)
    : begin({ options, settings, selection, ready, roleName, now, warn });
  await scan(run, { options, access, ready, around });
  const isUploaded =
    !options.upload ||
    (!signal.aborted && (await upload(run, { options, settings, access, warn, signal })));
  if (signal.aborted) {
    await leave(run, options, around, warn);
  }
  run.finishedAt = new Date(now()).toISOString();
  const page = await consolidate(options.output, run, around.renderPage);
  await saveRun(options.output, run);
  stdout.write(
    `${renderSummary(run, { color: isColored(stdout, env), width: stdout.columns })}${page}\n`,
  );
  if (jobsLeft(run).length > 0) {
    warn('use --resume to retry accounts that were not scanned');
  }
  if (!isUploaded) {
    warn('use --resume --upload to upload the missing reports');
  }
  return isUploaded && scannedAccounts(run).length === run.accounts.length ? 0 : 1;
}

/** All checks before the first scan: those of AWS before an installation, which takes long. */
async function prepare(context: Preparation) {
  const { options, begun, roleName, around, warn } = context;
  const { signal, env: environment } = around;
  // Only an upload may be left, which does not need a scanner.
  const names = begun ? [...new Set(jobsLeft(begun).map(({ tool }) => tool))] : options.tools;
  const { container, output } = options;
  let opened: ReturnType<typeof open> | undefined;
  const once = () => {
    opened ??= open(context);
    return opened;
  };
  try {
    const ready = await prepareTools(names, {
      ...{ environment, tell: warn, container, output, signal },
      async beforeInstall() {
        const { access, selection } = await once();
        await requireRole(access, roleName, selection.accounts);
      },
    });
    return { ready, ...(await once()) };
  } catch (error) {
    if (signal.aborted) {
      throw new InterruptedError('Interrupted before the first scan', { cause: error });
    }
    throw error;
  }
}

interface Preparation {
  options: CliOptions;
  settings: AuditSettings;
  begun: SavedRun | undefined;
  roleName: string;
  around: Surroundings;
  warn: (text: string) => void;
}

/** The access to AWS, the accounts to scan, and whether an upload is possible. */
async function open({ options, settings, begun, roleName, around, warn }: Preparation) {
  const { buildClients, askCode, signal } = around;
  const by = { buildClients, askCode, signal };
  const access = await openAccess({ options, settings, roleName, warn, ...by });
  const selection = begun
    ? { accounts: jobsLeft(begun).map(({ account }) => account), leftOut: [] }
    : selectAccounts(options.accounts, access.accounts, settings.declared);
  if (options.upload) {
    requireUploader(access);
    await requireUpload(access.clients.s3, settings.resourcePrefix, access.securityAccountId());
  }
  return { access, selection };
}

/** The operator waits after an interruption: a page that takes longer is not written. */
const pageLimitMs = 3_000;

/** Saves the results of an interrupted run. @throws InterruptedError always */
async function leave(
  run: SavedRun,
  { output }: CliOptions,
  { renderPage, pageLimit = () => AbortSignal.timeout(pageLimitMs) }: Surroundings,
  warn: (text: string) => void,
): Promise<never> {
  // Also what was uploaded.
  await saveRun(output, run);
  try {
    await consolidate(output, run, renderPage, pageLimit());
  } catch (error) {
    // Everything else is saved, and the hint to continue must still be shown.
    warn(`index.html was not updated: ${describeError(error)}`);
  }
  const [count, all] = [scannedAccounts(run).length, run.accounts.length];
  throw new InterruptedError(`${count} of ${all} accounts are scanned: continue with --resume`);
}
