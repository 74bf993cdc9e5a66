// npm run alert-test: marked events take the whole way of sign-ins, findings and AWS Config to the topic.

import { styleText } from 'node:util';
import { exitCodeOf } from '../commands/command-line.ts';
import { type Connect, type OpenOrganization, withOrganization } from '../commands/organization.ts';
import { isColored, type Output } from '../commands/terminal.ts';
import { OperatorError } from '../lambda/errors.ts';
import { connect } from '../organization/clients.ts';
import { accountIdOf } from '../organization/organization-file.ts';
import type { Settings } from '../organization/types.ts';
import { type AlertTestResult, alertTest, describeHop } from './alert-test/alert-test.ts';
import { type CliOptions, parseOptions } from './alert-test/options.ts';

export { alertTest };

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: Connect;
  /** Aborted by Ctrl-C. */
  signal?: AbortSignal;
  /** Optional. Milliseconds. */
  now?: () => number;
}

/**
 * The command.
 * @returns the exit code: 0 arrived, 1 not in time, 2 could not run, 130 interrupted
 */
export function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2 | 130> {
  const { stdout, stderr, signal } = around;
  return exitCodeOf('alert-test', stderr, async () => {
    try {
      const options = parseOptions(argv, (text) => stdout.write(text));
      return options === undefined ? 0 : await test(options, around);
    } catch (error) {
      if (error instanceof OperatorError || !signal?.aborted) {
        throw error;
      }
      stderr.write('alert-test: interrupted; what it made is removed\n');
      return 130;
    }
  });
}

function test(options: CliOptions, around: Surroundings): Promise<0 | 1> {
  return withOrganization(options, around.connect, async (open) => {
    const results = await alertTest({
      ...{ sessions: open.sessions, settings: open.settings },
      ...{ path: options.path, region: options.region, timeoutSeconds: options.timeout },
      accountId: accountOf(options, open),
      onProgress: (text) => around.stderr.write(`${text}\n`),
      ...(around.signal && { signal: around.signal }),
      ...(around.now && { now: around.now }),
    });
    around.stdout.write(render(results, options, open.settings, around));
    return results.every(({ seconds }) => seconds !== undefined) ? 0 : 1;
  });
}

const accountOf = ({ account }: CliOptions, { declared, accounts }: OpenOrganization) =>
  account === undefined ? undefined : accountIdOf(account, declared, accounts);

/** A line an event, and beneath one that did not arrive where it may have stayed. */
function render(
  results: readonly AlertTestResult[],
  { timeout }: CliOptions,
  settings: Settings,
  { stdout, env }: Surroundings,
): string {
  const color = isColored(stdout, env);
  const paint = (style: 'green' | 'red', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const lines = results.flatMap((result) =>
    result.seconds === undefined
      ? [
          `${paint('red', 'missing')}  ${describeHop(result)}: not within ${timeout} s`,
          ...whereToLook(result, settings).map((place) => `         look at ${place}`),
        ]
      : [`${paint('green', 'arrived')}  ${describeHop(result)}: ${result.seconds.toFixed(1)} s`],
  );
  return `${lines.join('\n')}\n`;
}

function whereToLook({ path, region }: AlertTestResult, settings: Settings): string[] {
  const { resourcePrefix: prefix, securityAccountId: security, homeRegion } = settings;
  const at = `${security} in ${homeRegion}`;
  const name = `${prefix}-${path === 'sign-ins' ? 'sign-in-monitor' : 'finding-alerts'}`;
  return [
    `the queue ${prefix}-undelivered of ${security} in ${region}: what EventBridge could not deliver`,
    ...(path === 'config'
      ? [
          `the queue ${prefix}-config-alert-failures of ${at}: what EventBridge could not deliver to it`,
        ]
      : []),
    `the queue ${name}-failures of ${at}: what the function failed at`,
    `the log group /aws/lambda/${name} of ${at}: what the function did`,
  ];
}

if (import.meta.main) {
  const { stdout, stderr, env } = process;
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // Each time: a second one would end what removes the queue.
    process.on(signal, () => interrupted.abort());
  }
  const around = { stdout, stderr, env, connect, signal: interrupted.signal };
  process.exitCode = await run(process.argv.slice(2), around);
}
