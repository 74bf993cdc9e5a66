// npm run scaffold: writes the files of a new service or resource type, with a test.

import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { type Kind, ScaffoldError } from './scaffold/kind.ts';
import { kinds, scaffold } from './scaffold/scaffold.ts';

/** Where the command writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * The command.
 * @returns the exit code: 0 written or the help shown, 2 nothing written
 */
export function run(argv: readonly string[], root: string, { out, error }: Streams): 0 | 2 {
  const command = new Command('npm run scaffold --')
    .description('Writes the files of something new, with a test; overwrites nothing')
    .configureOutput({ writeOut: out, writeErr: () => undefined })
    .exitOverride();
  for (const kind of kinds) {
    command
      .command(`${kind.name} <${kind.argument}>`)
      .description(kind.description)
      .allowExcessArguments(false)
      .action((argument: string) => write(kind, argument, root, out));
  }
  try {
    command.parse(argv, { from: 'user' });
    return 0;
  } catch (cause) {
    if (cause instanceof CommanderError && cause.exitCode === 0) {
      return 0;
    }
    if (cause instanceof CommanderError || cause instanceof ScaffoldError) {
      const names = kinds.map(({ name, argument }) => `${name} ${argument}`).join(' | ');
      const message = cause.message.replace(/^error: /, '');
      error(`scaffold: ${message === '(outputHelp)' ? `name what to write: ${names}` : message}\n`);
      return 2;
    }
    throw cause;
  }
}

function write(kind: Kind, argument: string, root: string, out: (text: string) => void): void {
  for (const { file, isNew } of scaffold(kind, argument, root)) {
    out(`${isNew ? 'new    ' : 'changed'} ${file}\n`);
  }
  out(`\nNext:\n${kind.next.map((one) => `- ${one}\n`).join('')}`);
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = run(process.argv.slice(2), path.dirname(import.meta.dirname), {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  });
}
