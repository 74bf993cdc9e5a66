import { accountReportBucket, centralReportBucket } from '../../coverage/report-buckets.ts';
import type { Account, Sessions, Settings } from '../../coverage/types.ts';
import { type Central, readFolder, readReports } from './central.ts';
import { readFailures } from './failures.ts';
import { type Filter, printable, waitingFolder } from './keys.ts';
import { isOpen, listReports } from './list.ts';
import type { ListOptions, QuarantineOptions, ReplayOptions } from './options.ts';
import { listQuarantine } from './quarantine.ts';
import { count, renderList, renderQuarantine, renderReplay } from './render.ts';
import { findQueue, replay } from './replay.ts';

/** What the commands work with. */
export interface Work {
  sessions: Pick<Sessions, 'open'>;
  accounts: readonly Account[];
  settings: Settings;
  filter: Filter;
  /** Whether the output is read by a person. */
  color: boolean;
  onProgress: (text: string) => void;
  /** Waits so many milliseconds. */
  wait: (ms: number) => Promise<unknown>;
}

/** What a command has to say. */
export interface Outcome {
  output: string;
  /** For people, beside the output. */
  notes: string[];
  exitCode: 0 | 1;
}

export async function list(work: Work, options: ListOptions): Promise<Outcome> {
  const { sessions, accounts, settings, filter, color, onProgress } = work;
  const { homeRegion } = settings;
  const spokeBucket = (id: string) => accountReportBucket(settings, id);
  const { central, cloudWatchLogs } = await openSecurity(work);
  const { resourcePrefix } = settings;
  const { reports, undated } = await listReports({
    ...{ central, filter, onProgress },
    failures: () => readFailures(cloudWatchLogs, { resourcePrefix, now: Date.now() }),
    ...(options.delivery && {
      delivery: { sessions, accounts, homeRegion, spokeBucket },
    }),
  });
  return {
    output: options.json ? json(reports) : renderList(reports, { color }),
    notes: noteUndated(undated),
    exitCode: options.check && reports.some(isOpen) ? 1 : 0,
  };
}

export async function resend(work: Work, options: ReplayOptions): Promise<Outcome> {
  const { settings, filter, onProgress, wait } = work;
  const { central, sqs } = await openSecurity(work);
  let found = 0;
  const onPage = (more: number) => {
    found += more;
    onProgress(`${found} objects found in ${central.bucket}`);
  };
  const { reports, undated } = options.waiting
    ? await readFolder(central, waitingFolder, filter, onPage)
    : await readReports(central, filter, onPage);
  const keys = reports.map(({ key }) => key).sort();
  const notes = noteUndated(undated.length);
  if (options.dryRun) {
    const would = `would send ${count(keys.length, 'report')}`;
    const output = keys.map((key) => `${printable(key)}\n`).join('');
    return { output, notes: [...notes, would], exitCode: 0 };
  }
  const queueUrl = await findQueue(sqs, `${settings.resourcePrefix}-reports`);
  const result = await replay({ sqs, queueUrl, bucket: central.bucket, keys, wait, onProgress });
  return { output: renderReplay(result), notes, exitCode: result.failed.length > 0 ? 1 : 0 };
}

export async function quarantine(work: Work, options: QuarantineOptions): Promise<Outcome> {
  const { central } = await openSecurity(work);
  const reports = await listQuarantine(central, work.onProgress);
  return {
    output: options.json ? json(reports) : renderQuarantine(reports),
    notes: [],
    exitCode: options.check && reports.length > 0 ? 1 : 0,
  };
}

async function openSecurity({ sessions, settings }: Work) {
  const { securityAccountId: owner, homeRegion } = settings;
  const { s3, sqs, cloudWatchLogs } = (await sessions.open(owner)).clients(homeRegion);
  const central: Central = { s3, bucket: centralReportBucket(settings), owner };
  return { central, sqs, cloudWatchLogs };
}

function noteUndated(undated: number): string[] {
  return undated === 0
    ? []
    : [`${count(undated, 'report')} without a date: left out by --from and --to`];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
