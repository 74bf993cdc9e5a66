// npm run trial: asks AWS what no documentation answers.
import { createInterface } from 'node:readline/promises';
import { Listr } from 'listr2';
import { runCommand } from './command.ts';
import type { Question } from './question.ts';
import { questions } from './questions/index.ts';
import type { Asked, Trial } from './run.ts';
import { concurrency, lanesOf } from './schedule.ts';

const { stdin, stdout, stderr, env } = process;

/** Each question with a spinner on a terminal, and line by line elsewhere. */
async function askAll(trial: Trial, all: readonly Question[]): Promise<Asked[]> {
  const answers = new Map<string, Asked>();
  const taskOf = (question: Question) => ({
    title: question.question,
    task: async (_context: unknown, task: { title?: string }) => {
      const asked = await trial.ask(question);
      answers.set(question.id, asked);
      const outcome = 'answer' in asked ? asked.answer : 'not answered';
      task.title = `${question.question} ${outcome} (${asked.seconds.toFixed(1)} s)`;
    },
  });
  const list = new Listr(
    lanesOf(all).map((lane) => ({
      // A list within a list is as concurrent as that, unless it says otherwise.
      task: (_context, task) => task.newListr(lane.map(taskOf), { concurrent: false }),
    })),
    { concurrent: concurrency, fallbackRenderer: 'simple', registerSignalListeners: false },
  );
  await list.run();
  return all.flatMap(({ id }) => answers.get(id) ?? []);
}

async function confirm(text: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(text)).trim());
  } finally {
    terminal.close();
  }
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) {
      stderr.write('trial: not everything is removed: run npm run trial -- --clean-up\n');
      process.exit(130);
    }
    stderr.write('trial: removing what was made; once more ends it at once\n');
    interrupted.abort();
  });
}

process.exitCode = await runCommand(process.argv.slice(2), {
  ...{ stdout, stderr, env, questions, askAll },
  signal: interrupted.signal,
  now: () => new Date(),
  confirm: stdin.isTTY ? confirm : undefined,
});
