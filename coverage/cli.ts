import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isColored, readText } from '../commands/command-line.ts';
import { describeError } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import type { OpenSessions, SessionOptions } from '../organization/clients.ts';
import { connect } from '../organization/clients.ts';
import { CoverageError } from '../organization/errors.ts';
import { parseOrganization } from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import { renderMatrix } from './matrix.ts';
import type { CliOptions } from './options.ts';
import { parseOptions } from './options.ts';
import type { Progress } from './read.ts';
import { readCoverage } from './read.ts';
import { exitCode } from './summary.ts';
import type { Cell } from './types.ts';

/** Where the command writes. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: (options: SessionOptions) => Promise<OpenSessions>;
}

/**
 * The command.
 * @returns the exit code: 0 without holes, 1 with holes, 2 when it could not run
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  try {
    const options = parseOptions(argv, (text) => around.stdout.write(text));
    if (options === undefined) {
      return 0;
    }
    const cells = await read(options, around);
    // Before anything is written: nothing that could be judged is no result.
    const code = exitCode(cells);
    await report(cells, options, around);
    return code;
  } catch (error) {
    const message = error instanceof CoverageError ? error.message : describeError(error);
    around.stderr.write(`coverage: ${message}\n`);
    return 2;
  }
}

async function read(options: CliOptions, around: Surroundings): Promise<Cell[]> {
  const parameters = parseParameters(await readText(options.parameters), options.parameters);
  const organization = parseOrganization(
    await readText(options.organization),
    options.organization,
  );
  const { homeRegion } = parameters;
  const sessions = await around.connect({ homeRegion, roleName: options.role });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    const regions = options.regions && { regions: options.regions };
    return await readCoverage({
      sessions,
      accounts,
      settings: settingsFrom({ parameters, organization, accounts, ...regions }),
      ...(options.service && { only: options.service }),
      onProgress: (progress) => showProgress(progress, around.stderr),
    });
  } finally {
    sessions.close();
  }
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
  const line = done === total ? '' : `${done}/${total} accounts read: ${account.name}`;
  stderr.write(`\r\u001B[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  process.exitCode = await run(process.argv.slice(2), { stdout, stderr, env, connect });
}
