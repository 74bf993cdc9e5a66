import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../errors.ts';

/**
 * Keeps an output folder for this process: two runs would replace each other's reports. What a run
 * that was killed left half done is removed.
 * @returns gives the folder back
 * @throws AuditError when another process has it
 */
export async function lockOutput(output: string): Promise<() => Promise<void>> {
  const file = path.join(output, '.lock');
  await mkdir(output, { recursive: true });
  if (!(await take(file))) {
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    if (isAlive(pid)) {
      throw new AuditError(
        `Another run, process ${pid}, writes to ${output}: wait for it, or use another --output. ` +
          `If ${pid} is no such run, remove ${file}`,
      );
    }
    await rm(file, { force: true });
    if (!(await take(file))) {
      throw new AuditError(`Another run has just begun in ${output}: wait for it`);
    }
  }
  const unlock = () => rm(file, { force: true });
  try {
    await removeScratch(path.join(output, '.scratch'));
  } catch (error) {
    await unlock();
    throw error;
  }
  return unlock;
}

async function removeScratch(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    // A scanner of the run that was killed still writes there. No other has its folder, whose name
    // is chance, so that it may stay until the next run.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) {
      throw error;
    }
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, of somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
