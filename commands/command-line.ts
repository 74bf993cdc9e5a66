import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { describeError } from '../lambda/errors.ts';
import { SettingsError } from '../organization/errors.ts';
import type { Output } from './terminal.ts';

/** What all commands of this repository do with their command line, their files and what fails. */

/** A command that writes its help, and throws what else it has to say. */
export function newCommand(
  name: string,
  description: string,
  { help, write }: { help: string; write: (text: string) => void },
): Command {
  return new Command(name)
    .description(description)
    .addHelpText('after', help)
    .configureOutput({ writeOut: write, writeErr: () => undefined })
    .exitOverride();
}

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

/**
 * Runs a command, and writes what it fails with on one line.
 * @returns the exit code: what `work` returns, and 2 when it fails
 */
export async function exitCodeOf<Code extends number>(
  name: string,
  stderr: Output,
  work: () => Promise<Code>,
): Promise<Code | 2> {
  try {
    return await work();
  } catch (error) {
    stderr.write(`${name}: ${describeError(error)}\n`);
    return 2;
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
