import path from 'node:path';
import { describeError } from '../coverage/errors.ts';
import { type CredentialServer, serveCredentials } from './credential-server.ts';
import type { Environment } from './environment.ts';
import { ReportError } from './errors.ts';
import { commandOf, type Launcher } from './launch.ts';
import { type Ending, type ProcessOptions, runProcess } from './process.ts';
import { filesBelow, redactFiles, Secrets } from './redact.ts';
import { folderOf, openWorkplace, type Workplace } from './reports.ts';
import { listen, type Said } from './said.ts';
import type { Session } from './sessions.ts';
import { noFailures, type ToolDefinition } from './tools/tool.ts';
import type { Scan } from './types.ts';

/** A scanner that is ready to be used. */
export interface ReadyTool {
  definition: ToolDefinition;
  launcher: Launcher;
}

export interface ScanOptions {
  /** The output folder. */
  output: string;
  /** The folder of the day. */
  date: string;
  regions: readonly string[];
  checks?: readonly string[];
  compliance?: readonly string[];
  /** A session of the audit role in an account. */
  assume: (accountId: string) => Promise<Session>;
  /** How long such a session lasts. */
  sessionSeconds: number;
  timeoutSeconds: number;
  environment: Environment;
  /** Ends the scan. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Optional. */
  graceMs?: number;
  /** Optional. */
  spawn?: ProcessOptions['spawn'];
}

/**
 * Scans one account with one tool. Whatever goes wrong is told in the scan: it counts as scanned
 * only when the tool succeeded and its findings are there, whole, and about this account.
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
  const end = (more: Partial<Scan>): Scan => ({
    ...scan,
    ...more,
    seconds: Math.round((now() - begun) / 1_000),
  });
  let session: Session;
  try {
    session = await options.assume(account.id);
  } catch (error) {
    return end({ reason: `its role cannot be assumed: ${describeError(error)}` });
  }
  const work = await openWorkplace(output, scan, date);
  try {
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
    await work.remove();
  }
}

type Outcome = Pick<Scan, 'status' | 'reason' | 'failures'>;

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
  const { said, onLine } = listen(definition, accountId);
  try {
    const command = commandOf(launcher, definition, { session, server, work, options });
    const ending = await runProcess(command.command, {
      ...{ secrets, onLine, logFile: work.logFile, signal: options.signal },
      timeoutMs: command.timeoutSeconds * 1_000,
      ...(options.graceMs !== undefined && { graceMs: options.graceMs }),
      ...(options.spawn && { spawn: options.spawn }),
    });
    await command.afterwards(ending);
    if (ending.kind === 'interrupted') {
      return 'interrupted';
    }
    const { timeoutSeconds } = command;
    const problem = problemOf(ending, { definition, said, server, timeoutSeconds });
    return problem ?? (await accept(accountId, definition, { work, said, secrets, options }));
  } finally {
    server.close();
  }
}

function problemOf(
  ending: Exclude<Ending, { kind: 'interrupted' }>,
  about: {
    definition: ToolDefinition;
    said: Said;
    server: CredentialServer;
    timeoutSeconds: number;
  },
): Outcome | undefined {
  const { definition, said, server, timeoutSeconds } = about;
  const last = said.telling === '' ? '' : `: ${said.telling}`;
  const credentials = server.problem();
  if (ending.kind === 'timed-out') {
    return { status: 'timed-out', reason: `it took more than ${timeoutSeconds} s${last}` };
  }
  if (ending.kind === 'not-started') {
    return { status: 'failed', reason: `${definition.title} did not start: ${ending.reason}` };
  }
  if (ending.kind === 'killed') {
    return { status: 'failed', reason: `${definition.title} was ended by ${ending.signal}${last}` };
  }
  if (!definition.successCodes.includes(ending.code)) {
    return { status: 'failed', reason: `${definition.title} exited with ${ending.code}${last}` };
  }
  // It may have gone on without, and seen half of the account.
  return credentials === undefined
    ? undefined
    : { status: 'failed', reason: `its credentials ended before the scan: ${credentials}` };
}

/** Counts the findings, and puts the reports into their place when they are right. */
async function accept(
  accountId: string,
  definition: ToolDefinition,
  context: { work: Workplace; said: Said; secrets: Secrets; options: ScanOptions },
): Promise<Outcome> {
  const { work, said, secrets, options } = context;
  const isChosen = [options.checks, options.compliance].some((list) => list && list.length > 0);
  const failures = noFailures();
  try {
    const mayBeEmpty = isChosen && said.isEmpty;
    for await (const { severity } of definition.findings({
      ...{ folder: work.out, accountId, mayBeEmpty },
    })) {
      failures[severity] += 1;
    }
  } catch (error) {
    if (!(error instanceof ReportError)) {
      throw error;
    }
    return {
      status: 'failed',
      reason: `${definition.title} left no good report: ${error.message}`,
    };
  }
  await redactFiles(work.out, secrets);
  await work.keep();
  const { errors } = said;
  // Scanned, but not all of it may have been seen.
  const what = `${errors} ${errors === 1 ? 'error' : 'errors'} in its log`;
  return {
    ...{ status: 'scanned', failures },
    ...(errors > 0 && { reason: `${what}: some of the account may not have been seen` }),
  };
}

/** The log, and the reports that people read. */
async function reportsOf(folder: string, { name, isReport }: ToolDefinition): Promise<string[]> {
  const files = await filesBelow(folder);
  return files.filter((file) => file === `${name}.log` || isReport(file));
}
