import type { S3 } from '../../../handlers/report-dispatcher/objects.ts';
import type { Message } from '../../../handlers/report-dispatcher/report-dispatcher.ts';
import { s3Error } from './memory-bucket.ts';
import type { Hooks } from './memory-s3.ts';

export type Random = () => number;

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ERRORS = [
  ['SlowDown', 503],
  ['InternalError', 500],
  ['RequestTimeout', 400],
] as const;

/**
 * Fails a share of the calls, half of them before they have their effect and half behind it, and
 * kills the invocation at the given call: what is under way may still have its effect, but the
 * invocation never learns of it.
 */
export function faults(random: Random, rate: number, killAt: number, killed: () => void): Hooks {
  let calls = 0;
  const pause = async () => {
    for (let turns = Math.floor(random() * 8); turns > 0; turns--) {
      await undefined;
    }
  };
  const fail = () => {
    const [name, status] = ERRORS[Math.floor(random() * ERRORS.length)] ?? ERRORS[0];
    throw s3Error(name, status);
  };
  const never = () => new Promise<never>(() => {});
  return {
    async before() {
      calls += 1;
      if (calls === killAt) {
        killed();
      }
      await pause();
      if (calls >= killAt && random() < 0.5) {
        await never();
      }
      if (random() < rate / 2) {
        fail();
      }
    },
    async after() {
      await pause();
      if (calls >= killAt) {
        await never();
      }
      if (random() < rate / 2 / (1 - rate / 2)) {
        fail();
      }
    },
  };
}

/** Tries again what S3 could not do, as the SDK does. */
export function retrying(s3: S3, attempts: number): S3 {
  const send = async (command: Parameters<S3['send']>[0]): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await s3.send(command);
      } catch (error) {
        const isTransient = ERRORS.some(([name]) => error instanceof Error && error.name === name);
        if (!isTransient || attempt >= attempts) {
          throw error;
        }
      }
    }
  };
  return { send } as unknown as S3;
}

interface Queued {
  message: Message;
  received: number;
}

/**
 * A queue as SQS is: at least once, in no order, and with a dead-letter queue behind 5 receives. Of
 * the calls that Lambda makes to it a share fails: it receives nothing, or does not get a message
 * deleted that was handled, which so recurs.
 */
export class FaultyQueue {
  dead: Message[] = [];
  readonly #random: Random;
  readonly #waiting: Queued[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  send(...messages: Message[]): void {
    this.#waiting.push(...messages.map((message) => ({ message, received: 0 })));
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Up to 10 messages; one of ten is also delivered to another, while it is being handled. */
  receive(rate: number): Queued[] {
    const batch: Queued[] = [];
    if (this.#random() < rate) {
      return batch;
    }
    while (batch.length < 10 && this.#waiting.length > 0) {
      const at = Math.floor(this.#random() * this.#waiting.length);
      for (const queued of this.#waiting.splice(at, 1)) {
        queued.received += 1;
        batch.push(queued);
        if (this.#random() < 0.1) {
          this.send(queued.message);
        }
      }
    }
    return batch;
  }

  /** What failed is visible again, or dead. */
  giveBack(batch: readonly Queued[], failedIds: readonly string[], rate: number): void {
    for (const queued of batch) {
      const isHandled = !failedIds.includes(queued.message.messageId);
      if (isHandled && this.#random() >= rate) {
        continue;
      }
      if (queued.received >= 5) {
        this.dead.push(queued.message);
      } else {
        this.#waiting.push(queued);
      }
    }
  }
}
