import { Command, InvalidArgumentError, Option } from 'commander';

export interface CliOptions {
  config?: string;
  organization?: string;
  from?: string;
  tasks?: string;
  accounts?: number;
  regions?: string[];
  match?: string;
  scenario?: string[];
  ledger?: boolean;
  keep: boolean;
  watch: boolean;
  twice: boolean;
  teardown: boolean;
  port: number;
}

const wholeNumber =
  (what: string, least: number, most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`${what} is a whole number from ${least} to ${most}.`);
    }
    return number;
  };

/** Ends the process for what it can't read, with the code of bad input. */
export const programOf = (exitCode: number): Command =>
  new Command('npm run rehearse --')
    .description(
      'Builds an AWS organization on your own machine: runs the real `ofn perform-tasks` against an\n' +
        'embedded AWS, plays scenarios that show it working, and reads the coverage ledger.',
    )
    .option(
      '--config <file>',
      'what the repository brings: scenarios, checks, ledger (default: rehearse.config.ts, if any)',
    )
    .option(
      '--organization <file>',
      'organization file (default: the one that the task file names)',
    )
    .option(
      '--from <file>',
      'start from a snapshot of your organization, which npm run preflight -- --snapshot writes',
    )
    .option(
      '--tasks <file>',
      'task file (default: the one of the configuration, or organization-tasks.yml)',
    )
    .option(
      '--accounts <n>',
      'add workload accounts until there are n in all',
      wholeNumber('The number of accounts', 1, 10_000),
    )
    .option('--regions <a,b>', 'govern these regions', (value) =>
      value.split(',').map((region) => region.trim()),
    )
    .option('--match <glob>', 'one capability and what it depends on, such as guard-duty')
    .option(
      '--scenario <globs...>',
      'play these only, and leave the ledger out: a capability, or capability/name or /file',
    )
    .option('--ledger', 'read the coverage ledger, with --scenario too')
    .option('--keep', 'keep the embedded AWS running, and print how to reach it', false)
    .option('--watch', 'then perform and play again what a change of a file concerns', false)
    .option('--twice', 'perform the tasks again: nothing may change', false)
    .option('--teardown', 'remove everything in the end, and show what stays', false)
    .addOption(
      new Option('--port <p>', 'port of the embedded AWS on 127.0.0.1; 0 takes a free one')
        .default(0)
        .argParser(wholeNumber('The port', 0, 65_535)),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 everything holds, 1 something does not, 2 it could not be rehearsed,\n' +
        'for example because of bad input. The report is in rehearsal/out/report.json.',
    )
    .configureOutput({ outputError: (text, write) => write(text) })
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCode));
