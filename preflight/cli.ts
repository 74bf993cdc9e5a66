// npm run preflight: go or no-go, before anything is deployed.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  inOrderOfFiles,
  Problem,
  problemOf,
  readSnapshotFile,
  renderProblem,
  type Snapshot,
} from 'ofn-rehearse';
import { exitCodeOf, readText } from '../commands/command-line.ts';
import type { Connect } from '../commands/organization.ts';
import { progressOn } from '../commands/progress.ts';
import { isColored, type Output } from '../commands/terminal.ts';
import { connect } from '../organization/clients.ts';
import { type Files, readFiles } from './files.ts';
import { type CliOptions, parseOptions } from './options.ts';
import { judge, type Preflight, readFor } from './preflight.ts';
import { jsonOf, renderPreflight, verdictOf } from './report.ts';
import { saveSnapshot } from './save.ts';

/** The side effects of the command. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: Connect;
  /** Milliseconds. */
  now: () => number;
}

/**
 * The command.
 * @returns the exit code: 0 go, 1 no-go, 2 when it could not run
 */
export function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2> {
  return exitCodeOf('preflight', around.stderr, async () => {
    const options = parseOptions(argv, (text) => around.stdout.write(text));
    if (options === undefined) {
      return 0;
    }
    try {
      return await preflight(options, around);
    } catch (error) {
      if (error instanceof Problem) {
        const all = problemOf(inOrderOfFiles(error.all));
        around.stderr.write(`${renderProblem(all, around.stderr)}\n`);
        return 2;
      }
      throw error;
    }
  });
}

async function preflight(options: CliOptions, around: Surroundings): Promise<0 | 1> {
  const { tasks: tasksFile, organization, parameters, regions } = options;
  const files = readFiles({
    tasksFile,
    ...(organization && { organizationFile: organization }),
    ...(parameters && { parametersFile: parameters }),
    ...(regions && { regions }),
  });
  const snapshot =
    options.from === undefined
      ? await readAws(files, options, around)
      : readSnapshotFile(options.from);
  if (options.snapshot !== undefined) {
    await save(options.snapshot, snapshot, files, options, around);
  }
  const judged = { findings: judge(files, snapshot), snapshot };
  await report(judged, options, around);
  return verdictOf(judged.findings) === 'go' ? 0 : 1;
}

/** Writes the snapshot, and says what is in it; with pseudonyms, the organization file beside it. */
async function save(
  file: string,
  snapshot: Snapshot,
  { repository, read }: Files,
  { pseudonyms, pseudonymKey, pseudonymMap: mapFile }: CliOptions,
  { stderr, env }: Surroundings,
): Promise<void> {
  const keyText = pseudonymKey === undefined ? undefined : await readText(pseudonymKey);
  const organizationText = read(repository.given);
  const lines = saveSnapshot(snapshot, {
    file,
    ...(pseudonyms && { pseudonyms: { env, organizationText, keyText, mapFile } }),
  });
  stderr.write(lines.map((line) => `preflight: ${line}\n`).join(''));
}

/** Throttling is waited for: a thousand accounts are many calls. */
const maxAttempts = 8;

async function readAws(
  files: Files,
  { role, snapshot }: CliOptions,
  { connect: open, stderr, now }: Surroundings,
): Promise<Snapshot> {
  const { homeRegion } = files.parsed;
  const roleName = role ?? files.repository.organization.accessRoleName;
  const sessions = await open({ homeRegion, roleName, maxAttempts });
  const progress = progressOn(stderr, now);
  const detail = snapshot === undefined ? 'preflight' : 'file';
  try {
    return await readFor(files, {
      ...{ sessions, roleName, detail },
      onProgress: (text) => progress.tell(text),
    });
  } finally {
    progress.end();
    sessions.close();
  }
}

async function report(
  judged: Preflight,
  { json }: CliOptions,
  { stdout, env }: Surroundings,
): Promise<void> {
  if (json === true) {
    stdout.write(jsonOf(judged));
    return;
  }
  if (json !== undefined) {
    await mkdir(dirname(json), { recursive: true });
    await writeFile(json, jsonOf(judged));
  }
  const width = stdout.columns === undefined ? {} : { width: stdout.columns };
  stdout.write(renderPreflight(judged, { color: isColored(stdout, env), ...width }));
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  const around = { stdout, stderr, env, connect, now: Date.now };
  process.exitCode = await run(process.argv.slice(2), around);
}
