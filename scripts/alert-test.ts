// npm run alert-test: marked events take the whole way of sign-ins and findings to the topic.

import { styleText } from 'node:util';
import { isColored, readText } from '../commands/command-line.ts';
import { ACCOUNT_ID } from '../lambda/pattern.ts';
import { describeError } from '../lambda/errors.ts';
import { listAccounts } from '../organization/accounts.ts';
import type { OpenSessions, SessionOptions } from '../organization/clients.ts';
import { connect } from '../organization/clients.ts';
import { CoverageError } from '../organization/errors.ts';
import { parseOrganization, resolveAccountId } from '../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../organization/settings.ts';
import type { Settings } from '../organization/types.ts';
import { type AlertTestResult, alertTest, describeHop } from './alert-test/alert-test.ts';
import { AlertTestError } from './alert-test/errors.ts';
import { type CliOptions, parseOptions } from './alert-test/options.ts';

export { alertTest };

/** Where the command writes. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** What the command uses of the process that it runs in. */
export interface Surroundings {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  connect: (options: SessionOptions) => Promise<OpenSessions>;
  /** Aborted by Ctrl-C. */
  signal?: AbortSignal;
  /** Optional. Milliseconds. */
  now?: () => number;
}

/**
 * The command.
 * @returns the exit code: 0 arrived, 1 not in time, 2 could not run, 130 interrupted
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2 | 130> {
  const { stdout, stderr, signal } = around;
  try {
    const options = parseOptions(argv, (text) => stdout.write(text));
    return options === undefined ? 0 : await test(options, around);
  } catch (error) {
    if (error instanceof AlertTestError || error instanceof CoverageError) {
      stderr.write(`alert-test: ${error.message}\n`);
      return 2;
    }
    if (signal?.aborted) {
      stderr.write('alert-test: interrupted; what it made is removed\n');
      return 130;
    }
    stderr.write(`alert-test: ${describeError(error)}\n`);
    return 2;
  }
}

async function test(options: CliOptions, around: Surroundings): Promise<0 | 1> {
  const parameters = parseParameters(await readText(options.parameters), options.parameters);
  const organization = parseOrganization(
    await readText(options.organization),
    options.organization,
  );
  const { homeRegion } = parameters;
  const sessions = await around.connect({ homeRegion, roleName: options.role });
  try {
    const accounts = await listAccounts(sessions.caller.organizations);
    const settings = settingsFrom({ parameters, organization, accounts });
    const { path, region, timeout, account } = options;
    const results = await alertTest({
      sessions,
      settings,
      path,
      region,
      accountId:
        account === undefined || ACCOUNT_ID.test(account)
          ? account
          : resolveAccountId(account, organization, accounts),
      timeoutSeconds: timeout,
      onProgress: (text) => around.stderr.write(`${text}\n`),
      ...(around.signal && { signal: around.signal }),
      ...(around.now && { now: around.now }),
    });
    around.stdout.write(render(results, options, settings, around));
    return results.every(({ seconds }) => seconds !== undefined) ? 0 : 1;
  } finally {
    sessions.close();
  }
}

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
  const name = `${prefix}-${path === 'sign-ins' ? 'sign-in-monitor' : 'finding-alerts'}`;
  return [
    `the queue ${prefix}-undelivered of ${security} in ${region}: what EventBridge could not deliver`,
    `the queue ${name}-failures of ${security} in ${homeRegion}: what the function failed at`,
    `the log group /aws/lambda/${name} of ${security} in ${homeRegion}: what the function did`,
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
