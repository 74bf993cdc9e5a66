import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { SavedRun } from '../../security-audit/runs/run-file.ts';
import { startFakeAws } from './fake-aws.ts';
import { Bench } from './fakes.ts';

const root = path.join(import.meta.dirname, '../..');

/** `npm test` keeps what Node.js has compiled: a start takes a third of the time. */
const compiled: Record<string, string> = process.env['NODE_COMPILE_CACHE']
  ? { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }
  : {};

/** The command as a process of its own. */
export class RunnerBench extends Bench {
  environment: Readonly<Record<string, string>> = {};
  readonly #started: ChildProcess[] = [];

  start(...argv: string[]): ChildProcess {
    const cli = path.join(root, 'security-audit/cli.ts');
    const child = spawn(process.execPath, [cli, '--output', this.output, ...argv], {
      cwd: root,
      env: { ...compiled, ...this.environment, HOME: this.folder, PROWLER: this.scanner },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#started.push(child);
    return child;
  }

  /** One that has not ended, as it should have, would keep the tests from ending. */
  override remove(): void {
    for (const child of this.#started) {
      child.kill('SIGKILL');
    }
    super.remove();
  }

  async finish(child: ChildProcess) {
    const [stdout, stderr, [code, signal]] = (await Promise.all([
      ...[child.stdout, child.stderr].map((output) => buffer(output as NodeJS.ReadableStream)),
      once(child, 'exit'),
    ])) as [Buffer, Buffer, [number | null, string | null]];
    return { code, signal, said: `${stdout}${stderr}` };
  }

  /** Waits for a scanner that hangs: its process, and what that has started. */
  async hanging(): Promise<number[]> {
    return (await this.appears('hanging.txt')).split(' ').map(Number);
  }

  savedRun(): SavedRun {
    const [name = ''] = readdirSync(path.join(this.output, 'runs')).filter((one) =>
      one.endsWith('Z.json'),
    );
    return JSON.parse(this.read(`runs/${name}`));
  }

  statuses(): string[][] {
    return this.savedRun().scans.map(({ account, status }) => [account.id, status]);
  }
}

/** For each test of a suite a command of its own, with an AWS that has these accounts. */
export function benchWithAws(ids: readonly string[]): { bench: RunnerBench } {
  const around = { bench: undefined as unknown as RunnerBench };
  let aws: Awaited<ReturnType<typeof startFakeAws>>;
  beforeEach(async () => {
    around.bench = new RunnerBench();
    aws = await startFakeAws(ids);
    around.bench.environment = aws.environment;
  });
  afterEach(() => {
    aws.close();
    around.bench.remove();
  });
  return around;
}
