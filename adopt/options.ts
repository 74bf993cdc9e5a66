import { newCommand, parseArguments } from '../commands/command-line.ts';

export interface CliOptions {
  tasks: string;
  organization?: string;
  parameters?: string;
  role?: string;
  capability?: string;
  yes: boolean;
}

const help = `
Buckets, keys, queues, log groups and the StackSet stay when their stacks are deleted,
and CloudFormation does not create what exists. This command makes their stacks again,
of these resources alone, by an import of CloudFormation: it changes no resource. Then
run npm run deploy, which completes the stacks.

It takes what has a name that the templates give, in the account that is to have it, and
where its stack is not there, or is a first creation that was rolled back.

Exit codes:
  0  done, or nothing was left behind
  1  a stack could not be made, or the operator did not agree: resources are unchanged
  2  could not run: bad input, no credentials, no organization

Credentials and endpoint come from where the AWS CLI finds them (AWS_PROFILE,
AWS_ENDPOINT_URL, ...). They are those of a deployment.

Examples:
  npm run adopt
  npm run adopt -- --capability findings
  npm run adopt -- --yes
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
  const what = 'Gives resources that stacks left behind back to these stacks, before a deployment';
  const command = newCommand('npm run adopt --', what, { help, write })
    .option('--tasks <file>', 'task file to deploy', 'organization-tasks.yml')
    .option('--organization <file>', 'file of the organization (default: of the task file)')
    .option(
      '--parameters <file>',
      'its parameters (default: organization-parameters.yml beside it)',
    )
    .option('--role <name>', 'role to assume in the accounts (default: the one that deploys)')
    .option('--capability <name>', 'one folder of templates (default: all)')
    .option('--yes', 'import without asking', false)
    .allowExcessArguments(false);
  return parseArguments(command, argv) ? command.opts<CliOptions>() : undefined;
}
