import { Command, InvalidArgumentError, Option } from 'commander';
import { Listr } from 'listr2';
import { loadConfig } from './config.ts';
import { shortPath } from './failure.ts';
import { noteImports } from './imports.ts';
import { Problem, renderProblem } from './problem.ts';
import type { Rehearsal } from './rehearsal.ts';
import { type RehearseOptions, rehearse } from './rehearse.ts';
import { isGood, removeReport, reportFile, writeReport } from './report.ts';
import { namedScenarios } from './selection.ts';
import type { Step } from './step.ts';
import { renderReport } from './table.ts';

// 0: everything holds. 1: something does not. 2: it could not be rehearsed.
// 130: interrupted.
const exitCodes = { good: 0, bad: 1, problem: 2, interrupted: 130 } as const;

interface CliOptions {
  config?: string;
  organization?: string;
  tasks?: string;
  accounts?: number;
  regions?: string[];
  match?: string;
  scenario?: string[];
  ledger?: boolean;
  keep: boolean;
  twice: boolean;
  teardown: boolean;
  port: number;
}

const wholeNumber =
  (what: string, least: number, most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`${what} is a whole number from ${least} to ${most}.`);
    }

    return number;
  };

const program = new Command('npm run rehearse --')
  .description(
    'Builds an AWS organization on your own machine: runs the real `ofn perform-tasks` against an\n' +
      'embedded AWS, plays scenarios that show it working, and reads the coverage ledger.',
  )
  .option(
    '--config <file>',
    'what the repository brings: scenarios, checks, ledger (default: rehearse.config.ts, if any)',
  )
  .option('--organization <file>', 'organization file (default: the one that the task file names)')
  .option(
    '--tasks <file>',
    'task file (default: the one of the configuration, or organization-tasks.yml)',
  )
  .option(
    '--accounts <n>',
    'add workload accounts until there are n in all',
    wholeNumber('The number of accounts', 1, 10_000),
  )
  .option('--regions <a,b>', 'govern these regions', (value) =>
    value.split(',').map((region) => region.trim()),
  )
  .option('--match <glob>', 'one capability and what it depends on, such as guard-duty')
  .option(
    '--scenario <globs...>',
    'play these only, and leave the ledger out: a capability, or capability/name or /file',
  )
  .option('--ledger', 'read the coverage ledger, with --scenario too')
  .option('--keep', 'keep the embedded AWS running, and print how to reach it', false)
  .option('--twice', 'perform the tasks again: nothing may change', false)
  .option('--teardown', 'remove everything in the end, and show what stays', false)
  .addOption(
    new Option('--port <p>', 'port of the embedded AWS on 127.0.0.1; 0 takes a free one')
      .default(0)
      .argParser(wholeNumber('The port', 0, 65_535)),
  )
  .addHelpText(
    'after',
    '\nExit codes: 0 everything holds, 1 something does not, 2 it could not be rehearsed,\n' +
      'for example because of bad input. The report is in rehearsal/out/report.json.',
  )
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCodes.problem));

/** Shows each part with a spinner on a terminal, and line by line elsewhere. */
const step: Step = async (title, run) => {
  const started = performance.now();
  let said = started;
  const answer: { value?: Awaited<ReturnType<typeof run>>; error?: unknown } = {};
  const list = new Listr(
    [
      {
        title,
        task: async (_context, task) => {
          try {
            answer.value = await run((text) => {
              // A log keeps every line: one each two seconds shows progress.
              if (process.stdout.isTTY || performance.now() - said > 2000) {
                said = performance.now();
                task.output = text;
              }
            });
          } catch (error) {
            answer.error = error;
            // The error itself is printed once, in the end.
            throw new Error('see below', { cause: error });
          }
          task.title = `${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`;
        },
      },
    ],
    { fallbackRenderer: 'simple', registerSignalListeners: false, exitOnError: false },
  );
  await list.run();
  if (answer.error !== undefined) {
    throw answer.error;
  }

  return answer.value as Awaited<ReturnType<typeof run>>;
};

async function main(): Promise<number> {
  const parsed = program.parse().opts<CliOptions>();
  const { config: configFile, organization, tasks, port, keep, scenario, ...options } = parsed;
  removeReport();
  const interrupted = new AbortController();
  let open: Rehearsal | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interrupted.abort());
  }
  const whenInterrupted = new Promise<never>((_resolve, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Interrupted()));
  });
  const imports = noteImports();
  const config = await loadConfig(configFile);
  const all: RehearseOptions = {
    ...options,
    config,
    scenarios: scenario && (await namedScenarios(config, scenario, imports)),
    ledger: options.ledger ?? scenario === undefined,
    organizationFile: organization,
    tasksFile: tasks ?? config.tasksFile ?? 'organization-tasks.yml',
    port,
    signal: interrupted.signal,
    onOpen: (rehearsal) => {
      open = rehearsal;
    },
  };
  try {
    const { report, leftovers, rehearsal } = await Promise.race([
      rehearse(all, step),
      whenInterrupted,
    ]);
    writeReport(report);
    process.stdout.write(`\n${renderReport(report, leftovers, process.stdout)}\n`);
    process.stdout.write(`\n${conclusion(report)}\n`);
    if (keep) {
      process.stdout.write(howToReach(rehearsal));
      await whenInterrupted.catch(() => undefined);
    }

    return isGood(report) ? exitCodes.good : exitCodes.bad;
  } finally {
    await open?.close();
  }
}

class Interrupted extends Error {}

const conclusion = (report: Parameters<typeof isGood>[0]): string =>
  `${isGood(report) ? 'Everything holds' : 'Something does not hold'}, in ${report.durationSeconds.toFixed(0)} s. ` +
  `All that was seen is in ${shortPath(reportFile)}.`;

const howToReach = (rehearsal: Rehearsal): string =>
  `\nThe embedded AWS keeps running until you press Ctrl-C. In another terminal:\n${Object.entries(
    rehearsal.environment,
  )
    .map(([name, value]) => `  export ${name}=${value}\n`)
    .join('')}  aws organizations list-accounts\n`;

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Interrupted) {
    process.stderr.write('interrupted; everything that was started has ended\n');
    // Not exitCode: what was under way would be waited for.
    process.exit(exitCodes.interrupted);
  } else if (error instanceof Problem) {
    process.stderr.write(`${renderProblem(error, process.stderr)}\n`);
    process.exitCode = exitCodes.problem;
  } else {
    throw error;
  }
}
