import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../lambda/errors.ts';
import { ACCOUNT_ID } from '../../lambda/pattern.ts';
import { isMap } from '../../organization/organization-file.ts';
import { AuditError } from '../errors.ts';
import { isToBeUploaded } from '../reports/upload.ts';
import type { Run } from '../types.ts';
import { jobsLeft } from './run.ts';

/** The settings of a run, with which it can be resumed. */
export interface Choices {
  regions: string[];
  checks?: string[];
  compliance?: string[];
}

/** A run, in the format of its file. */
export interface SavedRun extends Run {
  choices: Choices;
}

const folder = 'runs';

/** 2026-11-28T09-30-00Z: a file name on every system. */
export function runId(at: Date): string {
  return at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
}

export function runFile(output: string, id: string): string {
  return path.join(output, folder, `${id}.json`);
}

/** Writes it atomically: a run that is killed at any moment can be resumed. */
export async function saveRun(output: string, run: SavedRun): Promise<void> {
  const file = runFile(output, run.id);
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify(run, null, 2)}\n`);
}

/** A reader never sees a partial file. */
export async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  const temporary = `${file}.part`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

/**
 * The runs of an output folder, the earliest first.
 * @throws AuditError when a file was not written by a run
 */
export async function loadRuns(output: string): Promise<SavedRun[]> {
  let names: string[];
  try {
    names = await readdir(path.join(output, folder));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  const files = names.filter((name) => /^\d{4}-\d\d-\d\dT[\d-]+Z\.json$/.test(name)).sort();
  return await Promise.all(files.map((name) => load(path.join(output, folder, name))));
}

async function load(file: string): Promise<SavedRun> {
  const text = await readFile(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AuditError(`${file} is not JSON: move it away`, { cause: error });
  }
  if (!isRun(value)) {
    throw new AuditError(`${file} is not a run of this command: move it away`);
  }
  return value;
}

/** Parts of paths must be valid. */
function isRun(value: unknown): value is SavedRun {
  if (!isMap(value) || !isMap(value['choices'])) {
    return false;
  }
  const { id, date, role, startedAt, accounts, scans, tools, choices } = value;
  const areNamed = (list: unknown, isGood: (one: Record<string, unknown>) => boolean) =>
    Array.isArray(list) && list.every((one) => isMap(one) && isGood(one));
  return (
    [id, role, startedAt].every((one) => typeof one === 'string') &&
    /^\d{4}-\d\d-\d\d$/.test(String(date)) &&
    Array.isArray(choices['regions']) &&
    areNamed(accounts, ({ id: account }) => isAccountId(account)) &&
    areNamed(tools, ({ name }) => name === 'prowler' || name === 'scoutsuite') &&
    areNamed(scans, isScan)
  );
}

function isScan({ account, tool, status, files }: Record<string, unknown>): boolean {
  const isOfAccount = isMap(account) && isAccountId(account['id']);
  const isOfTool = tool === 'prowler' || tool === 'scoutsuite';
  return isOfAccount && isOfTool && typeof status === 'string' && Array.isArray(files);
}

function isAccountId(value: unknown): boolean {
  return typeof value === 'string' && ACCOUNT_ID.test(value);
}

/** The last run, if it is not complete; else the last one that was interrupted. */
export function lastUnfinished(
  runs: readonly SavedRun[],
  { upload }: { upload: boolean },
): SavedRun | undefined {
  const last = runs.at(-1);
  const isLeft =
    last !== undefined &&
    (jobsLeft(last).length > 0 || (upload && last.scans.some(isToBeUploaded)));
  return isLeft ? last : runs.findLast((run) => run.finishedAt === undefined);
}
