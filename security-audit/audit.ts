import { centralReportBucket } from '../coverage/report-buckets.ts';
import { type Access, openAccess, requireUploader } from './access.ts';
import { begin, findUnfinished, resume } from './begin.ts';
import type { BuildClients } from './clients.ts';
import { consolidate, type RenderPage } from './consolidate.ts';
import type { Environment } from './environment.ts';
import { InterruptedError } from './errors.ts';
import { lockOutput } from './lock.ts';
import type { CliOptions } from './options.ts';
import { type PreparedTool, prepareTools } from './prepare.ts';
import { type Output, progressOn } from './progress.ts';
import { performRun, planRun, scannedAccounts } from './run.ts';
import { type SavedRun, saveRun } from './run-file.ts';
import { scanAccount } from './scan.ts';
import { type AuditSettings, readSettings } from './settings.ts';
import { renderSummary } from './summary.ts';
import { uploadScans } from './upload.ts';

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Environment;
  buildClients: BuildClients;
  askCode: (serial: string) => Promise<string>;
  renderPage: RenderPage;
  /** Ends the command. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Scans, uploads and sums up.
 * @returns the exit code: 0 every account was scanned, 1 not
 * @throws CoverageError when it could not run, InterruptedError when it was ended
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
  const begun = options.resume ? await findUnfinished(options.output) : undefined;
  const names = begun?.tools.map(({ name }) => name) ?? options.tools;
  const { container } = options;
  const ready = await prepareTools(names, { environment: env, tell: warn, container, signal });
  const roleName = begun?.role ?? options.role ?? settings.roleName;
  const { buildClients, askCode } = around;
  const access = await openAccess({ options, settings, roleName, buildClients, askCode, warn });
  if (options.upload) {
    requireUploader(access);
  }
  const run = begun
    ? resume(begun, ready)
    : begin({ options, settings, access, ready, roleName, now, warn });
  await scan(run, { options, access, ready, around });
  if (signal.aborted) {
    throw new InterruptedError(
      `${scannedAccounts(run).length} of ${run.accounts.length} accounts are scanned: go on with --resume`,
    );
  }
  const isUploaded = !options.upload || (await upload(run, { options, settings, access, warn }));
  run.finishedAt = new Date(now()).toISOString();
  const page = await consolidate(options.output, run, around.renderPage);
  await saveRun(options.output, run);
  stdout.write(`${renderSummary(run, { color: isColored(stdout, env) })}${page}\n`);
  return isUploaded && scannedAccounts(run).length === run.accounts.length ? 0 : 1;
}

async function scan(
  run: SavedRun,
  context: {
    options: CliOptions;
    access: Access;
    ready: readonly PreparedTool[];
    around: Surroundings;
  },
): Promise<void> {
  const { options, access, ready, around } = context;
  const { now, signal, env } = around;
  const jobs = planRun(run);
  const color = isColored(around.stderr, env);
  const progress = progressOn(around.stderr, { total: jobs.length, color, now });
  const tools = new Map(ready.map((tool) => [tool.definition.name, tool]));
  try {
    await performRun(run, jobs, {
      ...{ parallel: options.parallel, signal },
      save: () => saveRun(options.output, run),
      scan: ({ account: { id, name }, tool }) =>
        scanAccount({ id, name }, tools.get(tool) as PreparedTool, {
          ...{ output: options.output, date: run.date, signal, now, environment: env },
          ...{ assume: access.assume, sessionSeconds: access.sessionSeconds },
          ...{ timeoutSeconds: options.timeout, ...run.choices },
        }),
      onStart: progress.start,
      onEnd: progress.finish,
    });
  } finally {
    progress.end();
  }
}

/** @returns whether every file is there */
async function upload(
  run: SavedRun,
  context: {
    options: CliOptions;
    settings: AuditSettings;
    access: Access;
    warn: (text: string) => void;
  },
): Promise<boolean> {
  const { options, settings, access, warn } = context;
  const { resourcePrefix } = settings;
  const owner = access.securityAccountId();
  const bucket = centralReportBucket({ resourcePrefix, securityAccountId: owner });
  // The log of a scan that failed as well.
  const scans = run.scans.filter(({ files }) => files.length > 0);
  const { output } = options;
  const destination = { s3: access.clients.s3, bucket, owner };
  const { sent, failed } = await uploadScans(scans, destination, { output, date: run.date });
  warn(`${sent} of ${sent + failed.length} files uploaded to ${bucket}`);
  for (const { key, reason } of failed) {
    warn(`not uploaded: ${key}: ${reason}`);
  }
  return failed.length === 0;
}

function isColored({ isTTY }: Output, env: Environment): boolean {
  return isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
