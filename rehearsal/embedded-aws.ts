import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type {
  AwsEvent,
  Evaluated,
  Evaluation,
  Restoration,
  Seed,
  SeededOrganization,
  Stack,
} from './aws-types.ts';
import { type Calls, keeper } from './calls.ts';
import { Problem } from './problem.ts';
import type { Snapshot } from './snapshot/format.ts';
import type { Say } from './step.ts';

const POLL_MS = 200;

/** Where this package is: its Python extension, and the virtual environment of set-up. */
const home = import.meta.dirname;

/** The Python of the embedded AWS; `OFN_REHEARSE_PYTHON` names another one with the same packages. */
export const python = (): string =>
  process.env.OFN_REHEARSE_PYTHON ?? path.join(home, '.venv/bin/python');

export interface StartOptions {
  /** Optional. Default: any free port. */
  readonly port?: number | undefined;
  /** Optional. What every function finds in its environment, unless its template sets it. */
  readonly functionEnvironment?: Readonly<Record<string, string>> | undefined;
  /** Optional. A JSON file whose `identifiers` are managed rules of AWS Config, besides moto's. */
  readonly managedRules?: string | undefined;
}

/** A running embedded AWS. It ends with this process, however this process ends. */
export class EmbeddedAws {
  readonly port: number;
  readonly #process: ChildProcess | undefined;
  readonly #log: { readonly tail: string };
  readonly #kept = keeper();

  private constructor(
    child: ChildProcess | undefined,
    port: number,
    log: { readonly tail: string } = { tail: '' },
  ) {
    this.#process = child;
    this.#log = log;
    this.port = port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The end of what it printed as errors: a fault of its own, never one of the user's. */
  get errorLog(): string {
    return this.#log.tail;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /**
   * Starts it on loopback.
   *
   * @throws Problem when the port is busy or the process does not come up
   */
  static async start({
    port = 0,
    functionEnvironment = {},
    managedRules,
  }: StartOptions = {}): Promise<EmbeddedAws> {
    const child = spawn(
      python(),
      [
        '-m',
        'embedded_aws',
        '--port',
        String(port),
        '--node',
        process.execPath,
        ...Object.entries(functionEnvironment).flatMap(([name, value]) => [
          '--function-environment',
          `${name}=${value}`,
        ]),
        ...(managedRules === undefined ? [] : ['--managed-rules', path.resolve(managedRules)]),
      ],
      {
        env: {
          ...process.env,
          PYTHONPATH: path.join(home, 'embedded-aws'),
          PYTHONDONTWRITEBYTECODE: process.env.PYTHONDONTWRITEBYTECODE ?? '',
        },
        // It ends when its standard input does, so it can't outlive us. A group
        // of its own keeps Ctrl-C from ending it before its users are done.
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      },
    );
    const log = { tail: '' };
    child.stderr?.on('data', (chunk: Buffer) => {
      log.tail = `${log.tail}${chunk}`.slice(-8000);
    });
    const answer = await firstLine(child);
    if (answer?.ready !== true || typeof answer.port !== 'number') {
      child.kill();
      throw startProblem(port, typeof answer?.error === 'string' ? answer.error : log.tail);
    }
    return new EmbeddedAws(child, answer.port, log);
  }

  /** One that another process has started, and ends. */
  static at(port: number): EmbeddedAws {
    return new EmbeddedAws(undefined, port);
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    this.#kept?.push(await this.calls());
    const ended = once(child, 'exit');
    child.stdin?.end();
    const timer = globalThis.setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(timer);
  }

  /** Makes the organization with its management account, and accounts that exist already. */
  seed(seed: Seed): Promise<SeededOrganization> {
    return this.control('POST', '/organization', seed) as Promise<SeededOrganization>;
  }

  /**
   * Makes the organization as a snapshot describes it.
   *
   * @returns also which stacks are there without what they consist of, and why
   * @throws Problem when a part of the snapshot is not as this version writes it
   */
  async restore(
    snapshot: Snapshot,
    say: Say = () => undefined,
  ): Promise<{ seeded: SeededOrganization; warnings: readonly string[] }> {
    let found = (await this.control('POST', '/restore', snapshot)) as Restoration;
    while (!found.done) {
      await setTimeout(POLL_MS);
      found = (await this.control('GET', '/restore')) as Restoration;
      say(`${found.stacks.made} of ${found.stacks.of} stacks, ${found.last ?? ''}`);
    }
    if (found.error !== null) {
      throw new Problem({
        file: 'the snapshot',
        cause: `the embedded AWS could not restore it: ${found.error}`,
        remedy: 'take it again with this version: npm run preflight -- --snapshot FILE',
      });
    }
    const {
      Id: organizationId,
      MasterAccountId: managementAccountId,
      rootId,
    } = snapshot.organization;
    const credentials = (await this.control(
      'POST',
      `/accounts/${managementAccountId}/keys`,
    )) as SeededOrganization['credentials'];
    return {
      seeded: { organizationId, rootId, managementAccountId, credentials },
      warnings: found.warnings,
    };
  }

  stacks(): Promise<Stack[]> {
    return this.control('GET', '/stacks') as Promise<Stack[]>;
  }

  events(after = 0): Promise<{ events: AwsEvent[]; next: number }> {
    return this.control('GET', `/events?after=${after}`) as Promise<{
      events: AwsEvent[];
      next: number;
    }>;
  }

  /** What was called since a moment, in seconds of the epoch; the oldest calls are forgotten. */
  calls(since = 0): Promise<Calls> {
    return this.control('GET', `/calls/log?since=${since}`) as Promise<Calls>;
  }

  /** Sets whether a resource complies with a rule of AWS Config; the embedded AWS does not evaluate it. */
  putEvaluation(evaluation: Evaluation): Promise<Evaluated> {
    return this.control('POST', '/config/evaluations', evaluation) as Promise<Evaluated>;
  }

  /** Asks the control interface, which AWS has not got. */
  async control(method: string, resource: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.endpoint}/_embedded-aws${resource}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(
        `the embedded AWS answered ${response.status} to ${method} ${resource}: ${text}`,
      );
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}

async function firstLine(child: ChildProcess): Promise<Record<string, unknown> | undefined> {
  if (!child.stdout) {
    return undefined;
  }
  const lines = createInterface({ input: child.stdout });
  child.on('error', () => lines.close());
  for await (const line of lines) {
    if (line.startsWith('{')) {
      return JSON.parse(line) as Record<string, unknown>;
    }
  }
  return undefined;
}

function startProblem(port: number, reason: string): Problem {
  if (/in use/.test(reason)) {
    return new Problem({
      file: 'the command line',
      place: `--port ${port}`,
      cause: `port ${port} is in use by another process`,
      remedy: 'give another port, or leave --port out to take a free one',
    });
  }
  return new Problem({
    file: 'rehearsal/embedded-aws',
    cause: `the embedded AWS did not start: ${reason.trim().split('\n').slice(-3).join(' ') || 'it ended without a word'}`,
    remedy: 'remove rehearsal/.venv and run the command again; it is then set up anew',
  });
}
