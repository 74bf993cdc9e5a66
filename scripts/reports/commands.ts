import pMap from 'p-map';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import type { Account, Sessions, Settings } from '../../organization/types.ts';
import { type Central, readFolder, readReports } from './central.ts';
import { ReportsError } from './errors.ts';
import { readFailures } from './failures.ts';
import { type Filter, printable, quarantineFolder, waitingFolder } from './keys.ts';
import { isOpen, listReports } from './list.ts';
import type { ListOptions, QuarantineOptions, ReplayOptions } from './options.ts';
import { originalKey } from './original-key.ts';
import { listQuarantine } from './quarantine.ts';
import { noteLeft, releasable, whyInactive } from './releasable.ts';
import { release } from './release.ts';
import { count, renderList, renderQuarantine, renderRelease, renderReplay } from './render.ts';
import { findQueue, replay as send } from './replay.ts';

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
  /** For the terminal, beside the output. */
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

export function replay(work: Work, options: ReplayOptions): Promise<Outcome> {
  return options.quarantined ? replayQuarantined(work, options) : resend(work, options);
}

async function resend(work: Work, options: ReplayOptions): Promise<Outcome> {
  const { settings, filter, onProgress, wait } = work;
  const { central, sqs } = await openSecurity(work);
  const onPage = tellFound(central, onProgress);
  const { reports, undated } = options.waiting
    ? await readFolder(central, waitingFolder, filter, onPage)
    : await readReports(central, filter, onPage);
  const keys = reports.map(({ key }) => key).sort();
  const notes = noteUndated(undated.length);
  if (options.dryRun) {
    return wouldDo('send', keys, notes);
  }
  const queueUrl = await findQueue(sqs, `${settings.resourcePrefix}-reports`);
  const result = await send({ sqs, queueUrl, bucket: central.bucket, keys, wait, onProgress });
  return { output: renderReplay(result), notes, exitCode: result.failed.length > 0 ? 1 : 0 };
}

async function replayQuarantined(work: Work, options: ReplayOptions): Promise<Outcome> {
  const { accounts, filter, onProgress } = work;
  const { account } = filter;
  const reason = account === undefined ? undefined : whyInactive(account, accounts);
  if (reason !== undefined) {
    throw new ReportsError(
      `The account ${account} is ${reason}: its reports stay in quarantine until it is active`,
    );
  }
  const { central } = await openSecurity(work);
  const onPage = tellFound(central, onProgress);
  const { reports, undated } = await readFolder(central, quarantineFolder, filter, onPage);
  const came = await pMap(reports, ({ key }) => originalKey(central, `${quarantineFolder}${key}`), {
    concurrency: 20,
  });
  const found = releasable(came, accounts);
  const notes = [...noteUndated(undated.length), ...noteLeft(found)];
  if (options.dryRun) {
    return wouldDo('release', found.keys, notes);
  }
  const result = await release({ central, keys: found.keys, onProgress });
  return { output: renderRelease(result), notes, exitCode: result.failed.length > 0 ? 1 : 0 };
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

function tellFound({ bucket }: Central, onProgress: Work['onProgress']): (more: number) => void {
  let found = 0;
  return (more) => {
    found += more;
    onProgress(`${found} objects found in ${bucket}`);
  };
}

function wouldDo(what: string, keys: readonly string[], notes: readonly string[]): Outcome {
  const output = keys.map((key) => `${printable(key)}\n`).join('');
  return {
    output,
    notes: [...notes, `would ${what} ${count(keys.length, 'report')}`],
    exitCode: 0,
  };
}

function noteUndated(undated: number): string[] {
  return undated === 0
    ? []
    : [`${count(undated, 'report')} without a date: left out by --from and --to`];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
