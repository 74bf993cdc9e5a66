import { type Command, InvalidArgumentError } from 'commander';
import { newCommand, parseArguments } from '../../commands/command-line.ts';
import {
  type OrganizationOptions,
  organizationOption,
  parametersOption,
  roleOption,
} from '../../commands/organization.ts';
import { ReportsError } from './errors.ts';
import { isDay } from './keys.ts';

/** The account is an id or a logical name. */
export interface FilterOptions {
  account?: string;
  tool?: string;
  from?: string;
  to?: string;
}

export interface ListOptions extends OrganizationOptions, FilterOptions {
  command: 'list';
  json: boolean;
  delivery: boolean;
  check: boolean;
}

export interface ReplayOptions extends OrganizationOptions, FilterOptions {
  command: 'replay';
  waiting: boolean;
  quarantined: boolean;
  all: boolean;
  dryRun: boolean;
}

export interface QuarantineOptions extends OrganizationOptions {
  command: 'quarantine';
  json: boolean;
  check: boolean;
}

export type CliOptions = ListOptions | ReplayOptions | QuarantineOptions;

const names = ['list', 'replay', 'quarantine'];

const help = `
A report is an object <account>/<tool>/<date>/<file> of the central bucket. Its date
is the first folder below the tool that is YYYY-MM-DD, or YYYY/MM/DD; a report
without one is left out where --from or --to is given.

States of a report:
  delivered    its current version is in the bucket of its account
  undelivered  it is not: it was put a moment ago, or the dispatcher failed at it, and
               its log said why
  waiting      until its account has a bucket
  quarantined  no account could get it; the command quarantine shows why
  unchecked    not looked at: --no-delivery, or the account is not active
  unknown      the bucket of its account could not be read

Exit codes:
  0  fine
  1  replay: a report could not be sent or released; with --check: one is open,
     that is undelivered, waiting, quarantined or unknown
  2  could not run: bad input, no credentials, refused by AWS

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Use an identity of the management account that may assume
the role in the other accounts.

Quarantine: replay --quarantined takes the reports whose account is active by now, as it
joined late or was opened again. Each goes back to the key that it came with, with its
metadata and its tags but the reason, and is delivered from there; its copy in
quarantine gets a delete marker. It is left where another report has come to its key
since. It can be repeated. A key that begins with no account, names no file or is none
that S3 accepts in the account's bucket is wrong itself: move the report by hand, without
its tags, as one is the reason (AWS CLI 2):
  aws s3 mv --copy-props metadata-directive s3://<bucket>/quarantine/<key> \\
    s3://<bucket>/<account>/<tool>/<date>/<file>

Examples:
  npm run reports -- list --account SandboxAccount --from 2026-11-01
  npm run reports -- replay --tool prowler --from 2026-11-20 --dry-run
  npm run reports -- replay --waiting
  npm run reports -- replay --quarantined --account SandboxAccount
  npm run reports -- quarantine --json
`;

/**
 * The options of the command line.
 * @returns undefined when the help was asked for, and written
 * @throws SettingsError when an option is unknown, ReportsError when it does not fit
 */
export function parseOptions(
  argv: readonly string[],
  write: (text: string) => void,
): CliOptions | undefined {
  let parsed: CliOptions | undefined;
  const program = programOf(write, (options) => {
    parsed = options;
  });
  return parseArguments(program, argv) && parsed ? checked(parsed) : undefined;
}

function programOf(write: (text: string) => void, done: (options: CliOptions) => void): Command {
  const what = 'Reports of security tools: which there are, and whether their accounts have them';
  const program = newCommand('npm run reports --', what, { help, write })
    .allowExcessArguments()
    .action((_options, { args: [name] }: Command) => {
      const what = name === undefined ? 'missing' : `'${name}'`;
      throw new ReportsError(`The command is ${what}: use one of ${names.join(', ')}: see --help`);
    });
  const add = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .allowExcessArguments(false)
      .addHelpText('after', '\nStates, exit codes and credentials: npm run reports -- --help')
      .option(...organizationOption)
      .option(...parametersOption)
      .option(...roleOption)
      .action((options) => done({ command: name, ...options }));
  filtered(add('list', 'Lists reports, and whether their accounts have them'))
    .option('--no-delivery', 'do not look into the buckets of the accounts')
    .option('--json', 'write the reports as JSON', false)
    .option('--check', 'exit 1 when one is open', false);
  filtered(add('replay', 'Has reports dispatched once more'))
    .option('--waiting', 'only what waits for the bucket of its account', false)
    .option('--quarantined', 'only what is quarantined and has an active account by now', false)
    .option('--all', 'every report that is not in quarantine', false)
    .option('--dry-run', 'only write the keys', false);
  add('quarantine', 'Lists what is quarantined, and why')
    .option('--json', 'write the reports as JSON', false)
    .option('--check', 'exit 1 when there is something', false);
  return program;
}

function filtered(command: Command): Command {
  return command
    .option('--account <id>', 'only of the account, by id or logical name', given)
    .option('--tool <name>', 'only of the tool: the second folder of the key', folder)
    .option('--from <day>', 'only from this day on: YYYY-MM-DD', day)
    .option('--to <day>', 'only up to this day, it included: YYYY-MM-DD', day);
}

function checked(options: CliOptions): CliOptions {
  if (options.command === 'quarantine') {
    return options;
  }
  const { from, to } = options;
  if (from !== undefined && to !== undefined && from > to) {
    throw new ReportsError(`--from is ${from}, after --to, which is ${to}: exchange them`);
  }
  if (options.command === 'replay') {
    requireChoice(options);
  }
  return options;
}

/** Everything is a lot: it has to be said. */
function requireChoice(options: ReplayOptions): void {
  const { account, tool, from, to, waiting, quarantined, all } = options;
  if (waiting && quarantined) {
    throw new ReportsError('--waiting and --quarantined are different reports: give one of them');
  }
  const isFiltered =
    [account, tool, from, to].some((one) => one !== undefined) || waiting || quarantined;
  if (!isFiltered && !all) {
    throw new ReportsError(
      'Nothing says which reports to replay: give --account, --tool, --from, --to, --waiting or ' +
        '--quarantined, or --all for every report',
    );
  }
  if (isFiltered && all) {
    throw new ReportsError(
      '--all is every report that is not in quarantine: leave it out, or the other filters',
    );
  }
}

function given(value: string): string {
  if (value === '') {
    throw new InvalidArgumentError('It is empty.');
  }
  return value;
}

function folder(value: string): string {
  if (value === '' || value.includes('/')) {
    throw new InvalidArgumentError('It is one folder, without a slash.');
  }
  return value;
}

function day(value: string): string {
  if (!isDay(value)) {
    throw new InvalidArgumentError('It is a day such as 2026-11-20.');
  }
  return value;
}
