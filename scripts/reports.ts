// npm run reports: the reports of security tools, where they have come to, and replays.

import { setTimeout } from 'node:timers/promises';
import { exitCodeOf } from '../commands/command-line.ts';
import { type Connect, withOrganization } from '../commands/organization.ts';
import { progressOn } from '../commands/progress.ts';
import { isColored, type Output } from '../commands/terminal.ts';
import { connect } from '../organization/clients.ts';
import { accountIdOf } from '../organization/organization-file.ts';
import { list, type Outcome, quarantine, replay, type Work } from './reports/commands.ts';
import type { Filter } from './reports/keys.ts';
import { type CliOptions, type FilterOptions, parseOptions } from './reports/options.ts';

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: Connect;
  /** Optional. Milliseconds. */
  now?: () => number;
  /** Optional. Waits so many milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
}

/**
 * The command.
 * @returns the exit code: 0 fine, 1 something is open or could not be sent, 2 could not run
 */
export function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  const { stdout, stderr } = around;
  return exitCodeOf('reports', stderr, async () => {
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
  });
}

async function start(options: CliOptions, around: Surroundings): Promise<Outcome> {
  const { now = () => performance.now(), wait = setTimeout } = around;
  const progress = progressOn(around.stderr, now);
  const work = withOrganization(options, around.connect, ({ declared, ...open }) =>
    perform(options, {
      ...{ ...open, wait, color: isColored(around.stdout, around.env) },
      filter: filterOf(options.command === 'quarantine' ? {} : options, (name) =>
        accountIdOf(name, declared, open.accounts),
      ),
      onProgress: progress.tell,
    }),
  );
  return work.finally(progress.end);
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
    ...(account !== undefined && { account: idOf(account) }),
    ...(tool !== undefined && { tool }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, connect });
}
