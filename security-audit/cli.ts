// npm run security-audit: scans the accounts of the organization with Prowler and ScoutSuite.
import { describeError } from '../lambda/errors.ts';
import { askCode } from './access/ask-code.ts';
import { buildClients } from './access/clients.ts';
import { InterruptedError } from './errors.ts';
import { parseOptions } from './options.ts';
import { renderPage } from './page/index.ts';
import { audit } from './runs/audit.ts';
import { interruptedBy } from './runs/interruption.ts';
import type { Surroundings } from './runs/steps.ts';

/**
 * The command.
 * @returns the exit code: 0 all scanned, 1 some account was not, 2 could not run, 130 interrupted
 */
export async function run(argv: readonly string[], around: Surroundings): Promise<0 | 1 | 2 | 130> {
  try {
    const options = parseOptions(argv, (text) => around.stdout.write(text));
    return options === undefined ? 0 : await audit(options, around);
  } catch (error) {
    around.stderr.write(`security-audit: ${describeError(error)}\n`);
    return around.signal.aborted || error instanceof InterruptedError ? 130 : 2;
  }
}

async function main(): Promise<void> {
  const { stdout, stderr, stdin, env } = process;
  const tell = (text: string) => stderr.write(`security-audit: ${text}\n`);
  const signal = interruptedBy(process, { now: () => performance.now(), report: tell });
  const code = await run(process.argv.slice(2), {
    ...{ stdout, stderr, env, buildClients, renderPage, now: Date.now },
    askCode: (serial) => askCode(serial, { input: stdin, output: stderr, signal }),
    signal,
  });
  if (signal.aborted) {
    // Exits even if the SDK still waits for something.
    process.exit(code);
  }
  process.exitCode = code;
}

if (import.meta.main) {
  await main();
}
