import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { codeOf, describeError } from '../../lambda/errors.ts';
import { redacting, type Secrets } from './redact.ts';

export interface Command {
  file: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
}

/** The end of a process. */
export type Ending =
  | { kind: 'exited'; code: number }
  | { kind: 'killed'; signal: string }
  | { kind: 'timed-out' }
  | { kind: 'interrupted' }
  | { kind: 'not-started'; reason: string };

export interface ProcessOptions {
  timeoutMs: number;
  /** Ends the process. */
  signal: AbortSignal;
  /** All of its output is written here, without secrets. */
  logFile: string;
  secrets: Secrets;
  /** Called with every line of the log. */
  onLine: (line: string) => void;
  /** Optional. Time between SIGTERM and SIGKILL. */
  graceMs?: number;
}

/** A child in a process group of its own may keep the output open: it is not awaited. */
const lateMs = 2_000;
const closedEarly = 'ERR_STREAM_PREMATURE_CLOSE';

/**
 * Runs a command in a process group of its own, and terminates the whole group.
 */
export async function runProcess(command: Command, options: ProcessOptions): Promise<Ending> {
  const { file, args, env, cwd } = command;
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  await once(log, 'open');
  const child = spawn(file, args, {
    ...{ env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  const written = [child.stdout, child.stderr].map(async (output) => {
    if (output) {
      await copy(output, log, options);
    }
  });
  // Also when this process ends immediately.
  const onExit = () => kill(child, 'SIGKILL');
  process.once('exit', onExit);
  try {
    return await ending(child, options);
  } finally {
    process.removeListener('exit', onExit);
    // Children of the process may outlive it, and would keep its output open.
    kill(child, 'SIGKILL');
    const late = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, lateMs);
    await Promise.all(written);
    clearTimeout(late);
    log.end();
    await finished(log);
  }
}

function ending(child: ChildProcess, options: ProcessOptions): Promise<Ending> {
  const { timeoutMs, signal, graceMs = 5_000 } = options;
  return new Promise((resolve) => {
    let why: Ending | undefined;
    let grace: NodeJS.Timeout | undefined;
    const stop = (reason: Ending) => {
      why ??= reason;
      kill(child, 'SIGTERM');
      grace ??= setTimeout(() => kill(child, 'SIGKILL'), graceMs);
    };
    const timeout = setTimeout(() => stop({ kind: 'timed-out' }), timeoutMs);
    const onAbort = () => stop({ kind: 'interrupted' });
    const done = (ended: Ending) => {
      clearTimeout(timeout);
      clearTimeout(grace);
      signal.removeEventListener('abort', onAbort);
      resolve(why ?? ended);
    };
    child.once('error', (error) => done({ kind: 'not-started', reason: describeError(error) }));
    child.once('exit', (code, killed) =>
      done(code === null ? { kind: 'killed', signal: `${killed}` } : { kind: 'exited', code }),
    );
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) {
      onAbort();
    }
  });
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The group has ended itself; macOS returns EPERM when only zombies are left.
    const code = codeOf(error);
    if (code !== 'ESRCH' && code !== 'EPERM') {
      throw error;
    }
  }
}

/** To the log, and line by line to the listener. */
async function copy(output: Readable, log: Writable, options: ProcessOptions): Promise<void> {
  const lines = lineSplitter(options.onLine);
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      log.write(chunk, done);
    },
  });
  try {
    await pipeline(output, redacting(options.secrets), sink);
  } catch (error) {
    // Closed by us, see lateMs.
    if (codeOf(error) !== closedEarly) {
      throw error;
    }
  }
  lines.end();
}

function lineSplitter(onLine: (line: string) => void) {
  let rest = '';
  return {
    push(text: string): void {
      const lines = `${rest}${text}`.split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    },
    end(): void {
      if (rest !== '') {
        onLine(rest);
      }
    },
  };
}
