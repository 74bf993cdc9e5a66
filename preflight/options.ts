import { newCommand, parseArguments } from '../commands/command-line.ts';
import { SettingsError } from '../organization/errors.ts';
import { region } from '../organization/settings.ts';

export interface CliOptions {
  tasks: string;
  organization?: string;
  parameters?: string;
  role?: string;
  regions?: string[];
  /** True without a file: in place of the table. */
  json?: string | true;
  snapshot?: string;
  pseudonyms: boolean;
  pseudonymKey?: string;
  pseudonymMap?: string;
  from?: string;
}

const help = `
Reads every account and region, changes nothing, and judges what would collide with
the deployment.

Exit codes:
  0  go: nothing would fail the deployment, or harm what is there
  1  no-go
  2  could not run: bad input, no credentials, no organization

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). Any identity that may read will do; what it may not read is
a note. preflight/README.md has the policy of such an identity.

Examples:
  npm run preflight
  npm run preflight -- --role AssumableSecurityAuditRole --json preflight.json
  npm run preflight -- --snapshot organization.json --pseudonyms
  npm run preflight -- --from organization.json
`;

/**
 * The options of the command line.
 * @returns undefined when the help was requested, and written
 * @throws SettingsError when an option is unknown or malformed, or does not go with another
 */
export function parseOptions(
  argv: readonly string[],
  write: (text: string) => void,
): CliOptions | undefined {
  const what =
    'Judges, before a deployment, what it would collide with in the organization as it is';
  const command = newCommand('npm run preflight --', what, { help, write })
    .option('--tasks <file>', 'task file to deploy', 'organization-tasks.yml')
    .option('--organization <file>', 'file of the organization (default: of the task file)')
    .option(
      '--parameters <file>',
      'its parameters (default: organization-parameters.yml beside it)',
    )
    .option('--regions <list>', 'regions to govern instead of governedRegions: a,b', regionList)
    .option('--role <name>', 'role to assume in the accounts (default: the one that deploys)')
    .option('--json [file]', 'write the findings as JSON to a file, or instead of the table')
    .option('--snapshot <file>', 'write what was read, to rehearse on: npm run rehearse -- --from')
    .option('--pseudonyms', 'replace ids, names and addresses in that file', false)
    .option('--pseudonym-key <file>', 'file of a secret with which they are made (default: the id)')
    .option('--pseudonym-map <file>', 'write which pseudonym stands for what')
    .option('--from <file>', 'judge such a file instead of AWS')
    .allowExcessArguments(false);
  if (!parseArguments(command, argv)) {
    return undefined;
  }
  const options = command.opts<CliOptions>();
  requireFit(options);
  return options;
}

function requireFit(options: CliOptions): void {
  const { pseudonyms, pseudonymKey, pseudonymMap, snapshot, from, role } = options;
  if (pseudonyms && snapshot === undefined) {
    throw new SettingsError('--pseudonyms is given without --snapshot, whose file they are for');
  }
  if (!pseudonyms && (pseudonymKey ?? pseudonymMap) !== undefined) {
    const option = pseudonymKey === undefined ? '--pseudonym-map' : '--pseudonym-key';
    throw new SettingsError(`${option} is given without --pseudonyms: add it, or leave both out`);
  }
  if (from !== undefined && (snapshot ?? role) !== undefined) {
    const other = role === undefined ? '--snapshot' : '--role';
    throw new SettingsError(`${other} reads AWS, and --from reads a file: remove one of them`);
  }
}

function regionList(value: string): string[] {
  return value.split(',').map((name) => region(name.trim(), '--regions', 'command line'));
}
