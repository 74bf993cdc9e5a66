import { isColored, type Output } from '../../commands/terminal.ts';
import { centralReportBucket } from '../../organization/report-buckets.ts';
import type { Access } from '../access/access.ts';
import type { BuildClients } from '../access/clients.ts';
import type { AuditSettings } from '../access/settings.ts';
import type { CliOptions } from '../options.ts';
import type { RenderPage } from '../reports/consolidate.ts';
import { isToBeUploaded, uploadScans } from '../reports/upload.ts';
import type { Environment } from '../scanners/environment.ts';
import type { PreparedTool } from '../scanners/prepare.ts';
import { scanAccount } from '../scanners/scan.ts';
import { progressOn } from './progress.ts';
import { performRun, planRun } from './run.ts';
import { type SavedRun, saveRun } from './run-file.ts';

/** The side effects of the command. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Environment;
  buildClients: BuildClients;
  askCode: (serial: string) => Promise<string>;
  renderPage: RenderPage;
  /** Optional. Aborts the page of an interrupted run. Default: after three seconds. */
  pageLimit?: () => AbortSignal;
  /** Ends the command. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Makes the remaining scans, and shows their progress. */
export async function scan(
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
      scan: ({ account: { id, name }, tool }, ended) =>
        scanAccount({ id, name }, tools.get(tool) as PreparedTool, {
          ...{ output: options.output, date: run.date, signal: ended, now, environment: env },
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

/**
 * Uploads the files that are not in the central bucket yet, and marks them in the run.
 * @returns whether every file is there
 */
export async function upload(
  run: SavedRun,
  context: {
    options: CliOptions;
    settings: AuditSettings;
    access: Access;
    warn: (text: string) => void;
    signal: AbortSignal;
  },
): Promise<boolean> {
  const { options, settings, access, warn, signal } = context;
  const { resourcePrefix } = settings;
  const owner = access.securityAccountId();
  const bucket = centralReportBucket({ resourcePrefix, securityAccountId: owner });
  const scans = run.scans.filter(isToBeUploaded);
  const { output } = options;
  const destination = { s3: access.clients.s3, bucket, owner };
  const { sent, files, whole, failed } = await uploadScans(scans, destination, {
    ...{ output, date: run.date, signal },
  });
  for (const scan of whole) {
    scan.uploaded = true;
  }
  warn(`${sent} of ${files} files uploaded to ${bucket}`);
  for (const { key, reason } of failed) {
    warn(`not uploaded: ${key}: ${reason}`);
  }
  return sent === files;
}
