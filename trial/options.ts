import { newCommand, parseArguments } from '../commands/command-line.ts';

export interface CliOptions {
  readonly only?: string[];
  readonly list?: boolean;
  readonly management?: boolean;
  readonly account?: string;
  readonly role: string;
  readonly region: string;
  readonly output: string;
  readonly record?: string;
  readonly cleanUp?: boolean;
  readonly yes?: boolean;
}

const help = `
Exit codes: 0 all questions answered, 1 some not, or something could not be removed, 2 the trial could not run,
130 interrupted.`;

/** @returns undefined when the help was asked for, and written */
export function parseOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): CliOptions | undefined {
  const command = newCommand('trial', 'Asks AWS what no documentation answers.', { help, write })
    .option('--only <ids...>', 'ask these questions only')
    .option('--list', 'list the questions')
    .option('--management', 'ask in the management account what can only be asked there')
    .option('--account <id>', 'sandbox account to ask in; default: that of the credentials')
    .option('--role <name>', 'role to assume in it', 'OrganizationAccountAccessRole')
    .option('--region <name>', 'region to ask in', env['AWS_REGION'] ?? 'us-east-1')
    .option('--output <file>', 'file for the answers', 'trial.json')
    .option(
      '--record <file>',
      'put the answers of an earlier trial into docs/trial/, and ask nothing',
    )
    .option('--clean-up', 'remove what a trial left that was killed')
    .option('--yes', 'make it without asking');
  return parseArguments(command, argv) ? command.opts<CliOptions>() : undefined;
}
