import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);

export type TaskOutcome = 'succeeded' | 'failed' | 'skipped';

export interface PerformedTask {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: TaskOutcome;
}

export interface OfnResult {
  readonly exitCode: number;
  readonly tasks: PerformedTask[];
  /** Tasks that were under way when ofn ended, which it may do with exit code 0. */
  readonly unfinished: string[];
  /** Everything that ofn printed, without colour. */
  readonly output: string;
}

export interface OfnRun {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of a file to the path that is read in its place. */
  readonly overlay?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
  /** Kills it, as a pipeline is killed: it can't end by itself what it has begun. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs the real org-formation, as its users do, and reports what it did. */
export async function runOfn(run: OfnRun): Promise<OfnResult> {
  const cli = require.resolve('aws-organization-formation/dist/cli.js');
  const preload = path.join(import.meta.dirname, 'overlay.cjs');
  const child = spawn(process.execPath, [cli, ...run.args], {
    cwd: run.cwd,
    env: {
      ...run.env,
      // Commands that a task runs read the same files.
      NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
      OFN_AUDIT_OVERLAY: JSON.stringify(run.overlay ?? {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(run.signal ? { signal: run.signal, killSignal: 'SIGKILL' } : {}),
  });
  const log = new TaskLog();
  const read = async (stream: NodeJS.ReadableStream): Promise<void> => {
    for await (const line of createInterface({ input: stream })) {
      const plain = withoutColour(line);
      log.add(plain, Date.now());
      run.onLine?.(plain);
    }
  };
  const [ended] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    read(child.stdout),
    read(child.stderr),
  ]);
  return {
    exitCode: ended[0] ?? 1,
    tasks: log.tasks,
    unfinished: log.unfinished,
    output: log.lines.join('\n'),
  };
}

const withoutColour = (line: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
  line.replaceAll(/\u001b\[\d+m/g, '');

/** Reads from ofn's own log when a task began and how it ended. */
export class TaskLog {
  readonly lines: string[] = [];
  readonly tasks: PerformedTask[] = [];
  readonly #began = new Map<string, number>();

  get unfinished(): string[] {
    return [...this.#began.keys()];
  }

  add(line: string, now: number): void {
    this.lines.push(line);
    const match =
      /^(?:DEBG|INFO|ERROR): Task (\S+) execute (starting|successful|failed|skipped)/.exec(line);
    const [, name, what] = match ?? [];
    if (name === undefined) {
      return;
    }
    if (what === 'starting') {
      this.#began.set(name, now);
      return;
    }
    const began = this.#began.get(name) ?? now;
    this.#began.delete(name);
    this.tasks.push({
      name,
      seconds: (now - began) / 1000,
      outcome: what === 'successful' ? 'succeeded' : what === 'failed' ? 'failed' : 'skipped',
    });
  }
}
