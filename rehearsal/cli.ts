import { Listr } from 'listr2';
import { type CliOptions, programOf } from './command-line.ts';
import { loadConfig } from './config.ts';
import { shortPath } from './failure.ts';
import { noteImports } from './imports.ts';
import { Problem, renderProblem } from './problem.ts';
import type { Rehearsal } from './rehearsal.ts';
import { type RehearseOptions, rehearse } from './rehearse.ts';
import { isGood, type Report, removeReport, reportFile, writeReport } from './report.ts';
import { namedScenarios } from './selection.ts';
import { readSnapshotFile } from './snapshot/file.ts';
import type { Step } from './step.ts';
import { renderReport } from './table.ts';
import type { Opening } from './watch/messages.ts';
import { watchFiles } from './watch/watch.ts';

// 0: everything holds. 1: something does not. 2: it could not be rehearsed.
// 130: interrupted.
const exitCodes = { good: 0, bad: 1, problem: 2, interrupted: 130 } as const;

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
  const {
    config: configFile,
    from,
    scenario,
    ...options
  } = programOf(exitCodes.problem).parse().opts<CliOptions>();
  removeReport();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => interrupted.abort());
  }
  const whenInterrupted = new Promise<never>((_resolve, reject) => {
    interrupted.signal.addEventListener('abort', () => reject(new Interrupted()));
  });
  const imports = noteImports();
  const config = await loadConfig(configFile);
  let open: Rehearsal | undefined;
  const all: RehearseOptions & Pick<CliOptions, 'watch'> = {
    ...options,
    config,
    from: from === undefined ? undefined : readSnapshotFile(from),
    scenarios: scenario && (await namedScenarios(config, scenario, imports)),
    ledger: options.ledger ?? scenario === undefined,
    organizationFile: options.organization,
    tasksFile: options.tasks ?? config.tasksFile ?? 'organization-tasks.yml',
    signal: interrupted.signal,
    onOpen: (rehearsal) => {
      open = rehearsal;
    },
  };
  try {
    const first = await Promise.race([firstRun(all, () => open), whenInterrupted]);
    if (options.watch && open) {
      const watching = { configFile, scenarios: scenario, performed: first !== undefined };
      await Promise.race([watch(open, all, watching), whenInterrupted]);
    }
    if (options.keep && open) {
      process.stdout.write(howToReach(open));
      await whenInterrupted.catch(() => undefined);
    }
    return first && isGood(first) ? exitCodes.good : exitCodes.bad;
  } finally {
    await open?.close();
  }
}

/**
 * Rehearses, and shows what was seen.
 *
 * @returns undefined when not everything was performed, from which --watch continues
 */
async function firstRun(
  options: RehearseOptions & Pick<CliOptions, 'watch'>,
  opened: () => Rehearsal | undefined,
): Promise<Report | undefined> {
  try {
    const { report, leftovers } = await rehearse(options, step);
    writeReport(report);
    process.stdout.write(`\n${renderReport(report, leftovers, process.stdout)}\n`);
    process.stdout.write(`\n${conclusion(report)}\n`);
    return report;
  } catch (error) {
    if (!options.watch || !opened() || !(error instanceof Problem)) {
      throw error;
    }
    process.stdout.write(`${renderProblem(error, process.stdout)}\n`);
    return undefined;
  }
}

function watch(
  rehearsal: Rehearsal,
  options: RehearseOptions,
  { performed, ...watching }: Omit<Opening, 'options' | 'running'> & { performed: boolean },
): Promise<void> {
  const { tasksFile, organizationFile, accounts, regions, match } = options;
  return watchFiles({
    opening: {
      ...watching,
      options: { tasksFile, organizationFile, accounts, regions, match },
      running: rehearsal.running,
    },
    plan: rehearsal.plan,
    build: options.config.build,
    performed,
    show: (text) => process.stdout.write(text),
    signal: options.signal ?? new AbortController().signal,
  });
}

class Interrupted extends Error {}

const conclusion = (report: Report): string =>
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
