import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Changes, Opening, Outcome, Ready } from './messages.ts';

/** The process of a round: it has loaded the configuration before there is a change. */
export class RoundProcess {
  readonly ready: Promise<Ready>;
  readonly #child: ChildProcess;
  readonly #outcome: Promise<Outcome>;

  constructor(opening: Opening) {
    this.#child = fork(path.join(import.meta.dirname, 'round.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.send(opening);
    this.ready = this.#message('ready', { kind: 'ready', code: [], files: [] });
    this.#outcome = this.#message('outcome', {
      ...{ kind: 'outcome', tasks: [], stacks: [], scenarios: [] },
      problem: 'the process of this round has ended by itself; what it printed is above',
    });
  }

  /** Performs and plays what the changes concern. */
  async play(changes: Changes): Promise<Outcome> {
    await this.ready;
    if (this.#child.connected) {
      this.#child.send(changes);
    }
    return this.#outcome;
  }

  /** Ends the process and what it has started. */
  end(): void {
    if (this.#child.connected) {
      this.#child.disconnect();
    }
  }

  /** The message of a kind, or the other one when the process ends without it. */
  #message<T extends Ready | Outcome>(kind: T['kind'], otherwise: T): Promise<T> {
    return new Promise((resolve) => {
      this.#child.on('message', (message: Ready | Outcome) => {
        if (message.kind === kind) {
          resolve(message as T);
        }
      });
      this.#child.once('exit', () => resolve(otherwise));
    });
  }
}
