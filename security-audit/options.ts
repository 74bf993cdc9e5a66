import { type Command, InvalidArgumentError, Option } from 'commander';
import { newCommand, parseArguments } from '../commands/command-line.ts';
import { organizationOption, parametersOption } from '../commands/organization.ts';
import { region } from '../organization/settings.ts';
import { sessionLimits } from './access/sessions.ts';
import { OptionError } from './errors.ts';
import { tools } from './scanners/tools/all.ts';
import type { Tool } from './types.ts';

export interface CliOptions {
  /** By id, name or logical name; none is all. */
  accounts: string[];
  role?: string;
  externalId?: string;
  via?: string;
  parallel: number;
  mfa?: string;
  /** Seconds of a session. */
  duration: number;
  tools: Tool[];
  regions?: string[];
  checks?: string[];
  compliance?: string[];
  output: string;
  upload: boolean;
  resume: boolean;
  /** Seconds of a scan. */
  timeout: number;
  container: boolean;
  organization: string;
  parameters: string;
}

const help = `
Accounts are given by id, name or logical name of organization.yml. Without any,
every active account of the organization is scanned.

Exit codes:
  0    every account was scanned; failed checks do not count
  1    an account was not scanned (failed, timed out, skipped), or not uploaded
  2    could not run: bad input, no credentials, no accounts, no scanner
  130  interrupted

After 1 and 130, --resume scans the remaining accounts, and with --upload sends missing reports.

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Use an identity of the security account that may assume
the audit role. A scanner gets the audit role of its account, and nothing else.

PROWLER and SCOUTSUITE are paths of scanners to use instead of those that are
installed on first use; PYTHON is the Python to install them with.

Examples:
  npm run security-audit
  npm run security-audit -- Production 210987654321 --regions eu-west-1
  npm run security-audit -- -p 8 -m arn:aws:iam::111111111111:mfa/jane --upload
  npm run security-audit -- --compliance cis_5.0_aws
  npm run security-audit -- --tool both --container
  npm run security-audit -- --resume
`;

/** A run that is resumed has its own values of these. */
const begun = ['role', 'tool', 'regions', 'checks', 'compliance'] as const;

/**
 * The options of the command line.
 * @returns undefined when the help was requested, and written
 * @throws SettingsError when one is unknown or malformed, OptionError when it does not go with another
 */
export function parseOptions(
  argv: readonly string[],
  write: (text: string) => void,
): CliOptions | undefined {
  const program = programOf(write);
  if (!parseArguments(program, argv)) {
    return undefined;
  }
  const { tool, ...options } = program.opts<
    Omit<CliOptions, 'accounts' | 'tools'> & { tool: Tool | 'both' }
  >();
  const names: Tool[] = tool === 'both' ? tools.map(({ name }) => name) : [tool];
  const parsed = { ...options, accounts: program.args, tools: names };
  requireFit(parsed, (name) => program.getOptionValueSource(name) === 'cli');
  return parsed;
}

function programOf(write: (text: string) => void): Command {
  const { least, most } = sessionLimits;
  const what = 'Scans the accounts of the organization with Prowler and ScoutSuite';
  return newCommand('npm run security-audit --', what, { help, write })
    .argument('[account...]', 'accounts to scan (default: all that are active)')
    .option(
      '-r, --role <name>',
      'role to assume in the accounts (default: auditRoleName)',
      roleName,
    )
    .option('--external-id <text>', 'external id of that role (default: auditExternalId)', given)
    .option(
      '--via <role>',
      'role of the security account to assume first, from another account',
      roleName,
    )
    .option('-p, --parallel <n>', 'concurrent scans', wholeNumber(1, 100), 4)
    .option('-m, --mfa <serial>', 'ARN of an MFA device: prompts for one code', given)
    .option('-d, --duration <seconds>', 'duration of a session', wholeNumber(least, most), 3_600)
    .addOption(
      new Option('--tool <name>', 'scanner')
        .choices([...tools.map(({ name }) => name), 'both'])
        .default('prowler'),
    )
    .option('--regions <a,b>', 'regions to scan (default: governedRegions)', regionList)
    .option(
      '--checks <a,b>',
      "Prowler's checks to run (default: all that the role has permissions for)",
      nameList,
    )
    .option(
      '--compliance <a,b>',
      'frameworks whose checks Prowler runs, such as cis_5.0_aws',
      nameList,
    )
    .option('--output <folder>', 'folder of the reports', given, 'reports')
    .option('--upload', 'copy the reports to the central report bucket', false)
    .option('--resume', 'continue the last run: scan the accounts that are left', false)
    .option('--timeout <seconds>', 'maximum duration of a scan', wholeNumber(1, 86_400), 7_200)
    .option('--container', 'run the scanners in containers', false)
    .option(...organizationOption)
    .option(...parametersOption);
}

function requireFit(options: CliOptions, isGiven: (name: string) => boolean): void {
  const { checks, compliance, resume, accounts } = options;
  if (checks && compliance) {
    throw new OptionError('--checks and --compliance are given: Prowler takes one of them');
  }
  const selection = ['checks', 'compliance'].find((name) => isGiven(name));
  if (selection && options.tools.some((tool) => tool !== 'prowler')) {
    throw new OptionError(
      `--${selection} is for Prowler only: use --tool prowler, or remove it for ScoutSuite`,
    );
  }
  const fixed = begun.filter((name) => isGiven(name)).map((name) => `--${name}`);
  const too = [...fixed, ...(accounts.length > 0 ? ['accounts'] : [])];
  if (resume && too.length > 0) {
    throw new OptionError(`--resume uses the settings of the run: remove ${too.join(', ')}`);
  }
}

function wholeNumber(least: number, most: number) {
  return (value: string): number => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

function given(value: string): string {
  if (value === '') {
    throw new InvalidArgumentError('It is empty.');
  }
  return value;
}

/** With its path, if it has one. */
function roleName(value: string): string {
  if (!/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(value)) {
    throw new InvalidArgumentError('It is the name of a role, not its ARN.');
  }
  return value;
}

/** A name that begins with a hyphen would be an option of the scanner. */
function nameList(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (!names.every((name) => /^[\w][\w.-]*$/.test(name))) {
    throw new InvalidArgumentError('They are names with commas between them.');
  }
  return names;
}

function regionList(value: string): string[] {
  return value.split(',').map((name) => region(name.trim(), '--regions', 'command line'));
}
