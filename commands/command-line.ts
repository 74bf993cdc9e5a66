import { readFile } from 'node:fs/promises';
import { type Command, CommanderError } from 'commander';
import { describeError } from '../lambda/errors.ts';
import { SettingsError } from '../organization/errors.ts';

/** What all commands of this repository do with their command line, files and terminal. */

/**
 * Parses what stands behind the command.
 * @returns false when the help was asked for, and written
 * @throws SettingsError when an option is unknown or malformed
 */
export function parseArguments(command: Command, argv: readonly string[]): boolean {
  try {
    command.parse(argv, { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode === 0) {
      return false;
    }
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    throw new SettingsError(`${message}: see --help`, { cause: error });
  }
}

/** @throws SettingsError when the file cannot be read */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new SettingsError(`Cannot read ${file}: ${describeError(error)}`, { cause: error });
  }
}

/** Whether colour is for a person. https://no-color.org */
export function isColored(
  output: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return output.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
