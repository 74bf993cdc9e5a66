// npm run adopt: resources that stacks left behind come back into them, before a deployment.
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, renderProblem } from 'ofn-rehearse';
import { exitCodeOf } from '../commands/command-line.ts';
import type { Connect } from '../commands/organization.ts';
import { progressOn } from '../commands/progress.ts';
import type { Output } from '../commands/terminal.ts';
import { connect, type OpenSessions } from '../organization/clients.ts';
import { readFiles } from '../preflight/files.ts';
import { adopt, findLeft } from './adopt.ts';
import { type CliOptions, parseOptions } from './options.ts';
import { renderAdopted, renderLeft } from './report.ts';
import type { LeftStack } from './types.ts';

/** The side effects of the command. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  connect: Connect;
  /** Milliseconds. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
  /** Asks the operator; undefined without a terminal. */
  confirm: ((text: string) => Promise<boolean>) | undefined;
}

/**
 * The command.
 * @returns the exit code: 0 done, 1 not all of it, 2 when it could not run
 */
export function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  return exitCodeOf('adopt', around.stderr, async () => {
    const options = parseOptions(argv, (text) => around.stdout.write(text));
    if (options === undefined) {
      return 0;
    }
    try {
      return await runWith(options, around);
    } catch (error) {
      if (error instanceof Problem) {
        around.stderr.write(`${renderProblem(error, around.stderr)}\n`);
        return 2;
      }
      throw error;
    }
  });
}

async function runWith(options: CliOptions, around: Surroundings): Promise<0 | 1> {
  const { tasks: tasksFile, organization, parameters, role } = options;
  const files = readFiles({
    tasksFile,
    ...(organization && { organizationFile: organization }),
    ...(parameters && { parametersFile: parameters }),
  });
  const { homeRegion } = files.parsed;
  const roleName = role ?? files.repository.organization.accessRoleName;
  const sessions = await around.connect({ homeRegion, roleName });
  const progress = progressOn(around.stderr, around.now);
  const { capability } = options;
  try {
    const left = await findLeft(files, sessions, {
      ...(capability !== undefined && { capability }),
      onProgress: (text) => progress.tell(text),
    });
    progress.end();
    return await importLeft(left, sessions, options, around);
  } finally {
    progress.end();
    sessions.close();
  }
}

async function importLeft(
  left: readonly LeftStack[],
  sessions: OpenSessions,
  { yes }: CliOptions,
  { stdout, sleep, confirm }: Surroundings,
): Promise<0 | 1> {
  if (left.length === 0) {
    stdout.write('nothing was left behind: run npm run deploy\n');
    return 0;
  }
  stdout.write(renderLeft(left));
  if (!yes && !(await confirm?.('Import? [y/N] '))) {
    stdout.write('nothing was imported; with --yes it is not asked\n');
    return 1;
  }
  const adopted = await adopt(left, sessions, { sleep });
  stdout.write(renderAdopted(adopted));
  return adopted.some(({ reason }) => reason !== undefined) ? 1 : 0;
}

async function ask(text: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(text)).trim());
  } finally {
    terminal.close();
  }
}

if (import.meta.main) {
  const { stdin, stdout, stderr } = process;
  const confirm = stdin.isTTY ? ask : undefined;
  const around = { stdout, stderr, connect, sleep, confirm, now: Date.now };
  process.exitCode = await run(process.argv.slice(2), around);
}
