// npm run reports: the reports of security tools, where they have come to, and replays.

import { setTimeout } from 'node:timers/promises';
import { isColored, readText } from '../commands/command-line.ts';
import { ACCOUNT_ID } from '../lambda/pattern.ts';
import { describeError } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import type { OpenSessions, SessionOptions } from '../organization/clients.ts';
import { connect } from '../organization/clients.ts';
import { CoverageError } from '../organization/errors.ts';
import { parseOrganization, resolveAccountId } from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import { list, type Outcome, quarantine, replay, type Work } from './reports/commands.ts';
import { ReportsError } from './reports/errors.ts';
import type { Filter } from './reports/keys.ts';
import { type CliOptions, type FilterOptions, parseOptions } from './reports/options.ts';
import { type ProgressOutput, progressOn } from './reports/progress.ts';

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: ProgressOutput;
  stderr: ProgressOutput;
  env: Readonly<Record<string, string | undefined>>;
  connect: (options: SessionOptions) => Promise<OpenSessions>;
  /** Optional. Milliseconds. */
  now?: () => number;
  /** Optional. Waits so many milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
}

/**
 * The command.
 * @returns the exit code: 0 fine, 1 something is open or could not be sent, 2 could not run
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  const { stdout, stderr } = around;
  try {
    const options = parseOptions(argv, (text) => stdout.write(text));
    if (options === undefined) {
      return 0;
    }
    const { output, notes, exitCode } = await start(options, around);
    for (const note of notes) {
      stderr.write(`reports: ${note}\n`);
    }
    stdout.write(output);
    return exitCode;
  } catch (error) {
    const isOurs = error instanceof ReportsError || error instanceof CoverageError;
    stderr.write(`reports: ${isOurs ? error.message : describeError(error)}\n`);
    return 2;
  }
}

async function start(options: CliOptions, around: Surroundings): Promise<Outcome> {
  const parameters = parseParameters(await readText(options.parameters), options.parameters);
  const organization = parseOrganization(
    await readText(options.organization),
    options.organization,
  );
  const { homeRegion } = parameters;
  const { now = () => performance.now(), wait = setTimeout } = around;
  const progress = progressOn(around.stderr, now);
  const sessions = await around.connect({ homeRegion, roleName: options.role });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    const settings = settingsFrom({ parameters, organization, accounts });
    return await perform(options, {
      ...{ sessions, accounts, settings, wait, color: isColored(around.stdout, around.env) },
      filter: filterOf(options.command === 'quarantine' ? {} : options, (name) =>
        resolveAccountId(name, organization, accounts),
      ),
      onProgress: progress.tell,
    });
  } finally {
    progress.end();
    sessions.close();
  }
}

function perform(options: CliOptions, work: Work): Promise<Outcome> {
  switch (options.command) {
    case 'list':
      return list(work, options);
    case 'replay':
      return replay(work, options);
    case 'quarantine':
      return quarantine(work, options);
    default:
      return options satisfies never;
  }
}

function filterOf(options: FilterOptions, idOf: (name: string) => string): Filter {
  const { account, tool, from, to } = options;
  return {
    ...(account !== undefined && { account: ACCOUNT_ID.test(account) ? account : idOf(account) }),
    ...(tool !== undefined && { tool }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, connect });
}
