import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../lambda/errors.ts';
import { AuditError } from '../errors.ts';

/**
 * Locks an output folder for this process: two runs would replace each other's reports. Removes
 * incomplete scans of a killed run.
 * @returns unlocks the folder
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
          `If ${pid} is not such a run, remove ${file}`,
      );
    }
    await rm(file, { force: true });
    if (!(await take(file))) {
      throw new AuditError(`Another run has just started in ${output}: wait for it`);
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
    // A scanner of the killed run still writes there. The name of its folder is random, so it does
    // not conflict, and may stay until the next run.
    if (codeOf(error) !== 'ENOTEMPTY') {
      throw error;
    }
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
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
    // EPERM: it exists, and belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}
