import { InvalidArgumentError, Option } from 'commander';
import { newCommand, parseArguments } from '../../commands/command-line.ts';
import {
  type OrganizationOptions,
  organizationOption,
  parametersOption,
  roleOption,
} from '../../commands/organization.ts';
import { type Path, paths } from './hops.ts';

export interface CliOptions extends OrganizationOptions {
  path: Path;
  account?: string;
  region?: string;
  timeout: number;
}

const help = `
Every subscriber of alerts receives the test. What it makes in the security
account, a queue and its subscription to the topic, it removes in the end.

Exit codes:
  0    every event arrived
  1    one did not arrive in time
  2    could not run: bad input, no credentials, refused by AWS
  130  interrupted

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Use an identity of the management account that may assume
the role in the other accounts.

Examples:
  npm run alert-test
  npm run alert-test -- --path sign-ins --account SandboxAccount --region us-east-2
  npm run alert-test -- --path config --account SandboxAccount
`;

/**
 * The options of the command line.
 * @returns undefined when the help was asked for, and written
 * @throws SettingsError when an option is unknown or malformed
 */
export function parseOptions(
  argv: readonly string[],
  write: (text: string) => void,
): CliOptions | undefined {
  const what = 'Puts marked events where alerts begin, and reports how long they took to arrive';
  const command = newCommand('npm run alert-test --', what, { help, write })
    .addOption(new Option('--path <path>', 'what to test').choices(paths).default('all'))
    .option(
      '--account <id>',
      'account of sign-in and config, by id or logical name (default: any member)',
    )
    .option(
      '--region <name>',
      'region of the event (default: all for findings, one for the others)',
    )
    .option('--timeout <seconds>', 'how long an alert may take', seconds, 120)
    .option(...organizationOption)
    .option(...parametersOption)
    .option(...roleOption)
    .allowExcessArguments(false);
  return parseArguments(command, argv) ? command.opts<CliOptions>() : undefined;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 3600) {
    throw new InvalidArgumentError('It is a whole number from 1 to 3600.');
  }
  return number;
}
