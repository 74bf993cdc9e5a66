import path from 'node:path';
import { describeError } from '../../lambda/errors.ts';
import { serveCredentials } from '../access/credential-server.ts';
import type { Session } from '../access/sessions.ts';
import { folderOf, openWorkplace, type Workplace } from '../reports/reports.ts';
import type { Scan } from '../types.ts';
import { commandOf } from './launch.ts';
import type { Launcher } from './launcher.ts';
import { runProcess } from './process.ts';
import { filesBelow, redactFile, redactFiles, Secrets } from './redact.ts';
import { listen, oneLine, type Said } from './said.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ToolDefinition } from './tools/tool.ts';
import { judge, type Outcome, problemOf } from './verdict.ts';

/** A scanner that is ready for use. */
export interface ReadyTool {
  definition: ToolDefinition;
  launcher: Launcher;
}

/**
 * Scans one account with one tool. Failures are part of the result: it counts as scanned only when
 * the tool succeeded and its findings exist, are complete, and are about this account.
 * @returns undefined when it was interrupted
 */
export async function scanAccount(
  account: Scan['account'],
  tool: ReadyTool,
  options: ScanOptions,
): Promise<Scan | undefined> {
  const { now, output, date } = options;
  const begun = now();
  const { name } = tool.definition;
  const scan: Scan = {
    ...{ account, tool: name, status: 'failed', files: [] },
    startedAt: new Date(begun).toISOString(),
  };
  const end = ({ reason, ...more }: Partial<Scan>): Scan => ({
    ...{ ...scan, ...more, seconds: Math.round((now() - begun) / 1_000) },
    ...(reason !== undefined && { reason: oneLine(reason) }),
  });
  let session: Session;
  try {
    session = await options.assume(account.id);
  } catch (error) {
    if (options.signal.aborted) {
      return undefined;
    }
    return end({ reason: `its role cannot be assumed: ${describeError(error)}` });
  }
  let work: Workplace | undefined;
  try {
    work = await openWorkplace(output, scan, date);
    const outcome = await perform(account.id, tool, session, work, options);
    if (outcome === 'interrupted') {
      return undefined;
    }
    const folder = folderOf(account.id, name, date);
    const files = await reportsOf(path.join(output, folder), tool.definition);
    return end({ ...outcome, files: files.map((file) => `${folder}/${file}`) });
  } catch (error) {
    return end({ reason: describeError(error) });
  } finally {
    await work?.remove();
  }
}

async function perform(
  accountId: string,
  { definition, launcher }: ReadyTool,
  session: Session,
  work: Workplace,
  options: ScanOptions,
): Promise<Outcome | 'interrupted'> {
  const secrets = new Secrets();
  const tell = (one: Session) =>
    secrets.add(one.accessKeyId, one.secretAccessKey, one.sessionToken);
  tell(session);
  const server = await serveCredentials({
    ...{ first: session, seconds: options.sessionSeconds, now: options.now },
    renew: () => options.assume(accountId),
    onSession: tell,
  });
  secrets.add(server.token);
  const { said, onLine } = listen(definition, accountId, options.checks);
  try {
    const { command, timeoutSeconds, afterwards } = commandOf(launcher, definition, {
      ...{ session, server, work, options },
    });
    const ending = await runProcess(command, {
      ...{ secrets, onLine, logFile: work.logFile, signal: options.signal },
      timeoutMs: timeoutSeconds * 1_000,
      ...(options.graceMs !== undefined && { graceMs: options.graceMs }),
    });
    await afterwards(ending);
    // A secret may be split between the two streams.
    await redactFile(work.logFile, secrets);
    if (ending.kind === 'interrupted') {
      return 'interrupted';
    }
    const { title, successCodes } = definition;
    const credentials = server.problem();
    const problem = problemOf(ending, { title, successCodes, said, timeoutSeconds, credentials });
    const outcome =
      problem ?? (await accept(accountId, definition, { work, said, secrets, options }));
    const { reason } = outcome;
    // It may quote a report.
    return reason === undefined ? outcome : { ...outcome, reason: secrets.remove(reason).text };
  } finally {
    server.close();
  }
}

/** Validates the reports of a scanner that succeeded, and moves valid ones to their final place. */
async function accept(
  accountId: string,
  definition: ToolDefinition,
  context: { work: Workplace; said: Said; secrets: Secrets; options: ScanOptions },
): Promise<Outcome> {
  const { work, said, secrets, options } = context;
  const isChosen = [options.checks, options.compliance].some((list) => list?.length);
  const reports = { folder: work.out, accountId, mayBeEmpty: isChosen && said.isEmpty };
  const verdict = await judge(definition, reports, said);
  if (verdict.status === 'scanned') {
    await redactFiles(work.out, secrets);
    await work.keep();
  }
  return verdict;
}

/** The log, and the human-readable reports. */
async function reportsOf(folder: string, { name, isReport }: ToolDefinition): Promise<string[]> {
  const files = await filesBelow(folder);
  return files.filter((file) => file === `${name}.log` || isReport(file));
}
