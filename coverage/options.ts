import { newCommand, parseArguments } from '../commands/command-line.ts';
import {
  type OrganizationOptions,
  organizationOption,
  parametersOption,
  roleOption,
} from '../commands/organization.ts';
import { region } from '../organization/settings.ts';
import { expectedState } from './expected.ts';

export interface CliOptions extends OrganizationOptions {
  tasks: string;
  regions?: string[];
  json: boolean;
  output?: string;
  service?: string[];
}

const services = expectedState.map(({ service, title }) => `  ${service.padEnd(26)}${title}`);

const help = `
Services:
${services.join('\n')}

Exit codes:
  0  no holes
  1  holes
  2  could not run: bad input, no credentials, no accounts

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Use an identity of the management account that may assume
the role in the other accounts.

Examples:
  npm run coverage
  npm run coverage -- --service guard-duty --regions eu-west-1
  npm run coverage -- --output coverage.json
`;

/**
 * The options of the command line.
 * @returns undefined when the help was requested, and written
 * @throws SettingsError when an option is unknown or malformed
 */
export function parseOptions(
  argv: readonly string[],
  write: (text: string) => void,
): CliOptions | undefined {
  const what = 'Compares the state of every account and region with the expected state';
  const command = newCommand('coverage', what, { help, write })
    .option('--tasks <file>', 'task file of what is deployed', 'organization-tasks.yml')
    .option(...organizationOption)
    .option(...parametersOption)
    .option('--regions <list>', 'regions to read instead of governedRegions: a,b', regionList)
    .option(...roleOption)
    .option('--service <name>', 'only this service; may be repeated', append)
    .option('--json', 'write the cells as JSON instead of the matrix', false)
    .option('--output <file>', 'write the cells as JSON to a file, too')
    .allowExcessArguments(false);
  return parseArguments(command, argv) ? command.opts<CliOptions>() : undefined;
}

function regionList(value: string): string[] {
  return value.split(',').map((name) => region(name.trim(), '--regions', 'command line'));
}

function append(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
