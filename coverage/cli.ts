import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { attempt, whereIs } from 'ofn-rehearse';
import { exitCodeOf } from '../commands/command-line.ts';
import { type Connect, withOrganization } from '../commands/organization.ts';
import { isColored, type Output, statusLine } from '../commands/terminal.ts';
import { connect } from '../organization/clients.ts';
import { SettingsError } from '../organization/errors.ts';
import { type Files, readDeployedFiles } from '../preflight/files.ts';
import { deployedBy } from './deployed.ts';
import { renderMatrix } from './matrix.ts';
import type { CliOptions } from './options.ts';
import { parseOptions } from './options.ts';
import type { Progress } from './read.ts';
import { readCoverage } from './read.ts';
import { exitCode } from './summary.ts';
import type { Cell } from './types.ts';

/** The side effects of the command. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: Connect;
}

/**
 * The command.
 * @returns the exit code: 0 without holes, 1 with holes, 2 when it could not run
 */
export function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  return exitCodeOf('coverage', around.stderr, async () => {
    const options = parseOptions(argv, (text) => around.stdout.write(text));
    if (options === undefined) {
      return 0;
    }
    const cells = await read(options, around);
    // Before anything is written: without a cell that can be evaluated there is no result.
    const code = exitCode(cells);
    await report(cells, options, around);
    return code;
  });
}

function read(options: CliOptions, around: Surroundings): Promise<Cell[]> {
  return withOrganization(options, around.connect, async ({ sessions, accounts, settings }) =>
    readCoverage({
      ...{ sessions, accounts, settings },
      deployed: await deployedBy(filesOf(options), sessions.caller.organizations, accounts),
      ...(options.service && { only: options.service }),
      onProgress: (progress) => showProgress(progress, around.stderr),
    }),
  );
}

/** @throws SettingsError with the first fault: npm run preflight shows all of them */
function filesOf({ tasks, organization, parameters, regions }: CliOptions): Files {
  const options = {
    ...{ tasksFile: tasks, organizationFile: organization, parametersFile: parameters },
    ...(regions && { regions }),
  };
  const { value, problems } = attempt(() => readDeployedFiles(options));
  const [first] = problems;
  if (first !== undefined) {
    throw new SettingsError(`${whereIs(first)}: ${first.cause}: ${first.remedy}`);
  }
  return value as Files;
}

async function report(cells: Cell[], options: CliOptions, around: Surroundings): Promise<void> {
  const json = `${JSON.stringify(cells, null, 2)}\n`;
  if (options.output !== undefined) {
    await mkdir(dirname(options.output), { recursive: true });
    await writeFile(options.output, json);
  }
  const { stdout, env } = around;
  const color = isColored(stdout, env);
  const width = stdout.columns === undefined ? {} : { width: stdout.columns };
  stdout.write(options.json ? json : renderMatrix(cells, { color, ...width }));
}

function showProgress({ done, total, account }: Progress, stderr: Output): void {
  if (stderr.isTTY !== true) {
    return;
  }
  statusLine(stderr).show(done === total ? '' : `${done}/${total} accounts read: ${account.name}`);
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, connect });
}
