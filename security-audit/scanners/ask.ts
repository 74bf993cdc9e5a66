import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeError } from '../../lambda/errors.ts';
import type { Environment } from './environment.ts';
import { oneLine } from './said.ts';

export interface AskOptions {
  env: Environment;
  /** In milliseconds. */
  timeout: number;
  signal: AbortSignal | undefined;
}

/** The standard output of a command, or the reason of its failure. */
export async function ask(
  file: string,
  args: readonly string[],
  { env, timeout, signal }: AskOptions,
): Promise<{ said: string; problem?: string }> {
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      ...{ env, timeout },
      ...(signal && { signal }),
    });
    return { said: stdout };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as Partial<Record<string, unknown>>;
    const isExit = typeof code === 'number';
    return { said: '', problem: isExit ? oneLine(`${stderr} ${stdout}`) : describeError(error) };
  }
}
