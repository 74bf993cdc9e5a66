import { organizationAccounts } from '../../../handlers/report-dispatcher/organization.ts';
import { dispatch, type Message } from '../../../handlers/report-dispatcher/report-dispatcher.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { FaultyQueue, faults, type Random, randomOf, retrying } from './faults.ts';
import type { MemoryBucket } from './memory-bucket.ts';
import { MemoryS3 } from './memory-s3.ts';
import { notification, organizationOf, replay, settings } from './world.ts';

export const REPORTS = 60;
const SANDBOXES = 3;
const KILLED = 0.1;

/** Two accounts with a bucket, one without, one closed, one that is unknown, and none at all. */
const FOLDERS = [
  '111111111111/',
  '444444444444/',
  '111111111111/',
  '444444444444/',
  '222222222222/',
  '555555555555/',
  '666666666666/',
  'none/',
];

/** Reports, the queue and its invocations, with the faults of a seed. */
export class Simulation {
  readonly s3 = new MemoryS3();
  readonly logged: LogEntry[] = [];
  readonly queue: FaultyQueue;
  readonly keys = Array.from(
    { length: REPORTS },
    (_, index) => `${FOLDERS[index % FOLDERS.length]}prowler/${index} ü+%.html`,
  );
  kills = 0;
  readonly #reports: MemoryBucket;
  readonly #random: Random;
  readonly #attempts: number;
  #isOpen = false;

  constructor(seed: number, attempts: number) {
    this.#random = randomOf(seed);
    this.#attempts = attempts;
    this.queue = new FaultyQueue(this.#random);
    this.#reports = this.s3.createBucket(settings.reportBucket, '222222222222');
    for (const id of ['111111111111', '444444444444']) {
      this.s3.createBucket(`audit-account-reports-${id}`, id);
    }
  }

  /** Puts a share of the reports, every seventh so large that it goes in parts. */
  put(body: string, every: number): void {
    for (const [index, key] of this.keys.entries()) {
      if (index % every !== 0) {
        continue;
      }
      this.#reports.put(key, index % 7 === 0 ? body.padEnd(40, '.') : body);
      this.queue.send(notification(`${body} ${index}`, key));
    }
  }

  /** Makes the bucket of the account that has none, and sends a message for each marker. */
  open(): void {
    this.s3.createBucket('audit-account-reports-222222222222', '222222222222');
    this.#isOpen = true;
    for (const marker of this.markers()) {
      this.queue.send(replay(marker, marker.slice('waiting/'.length)));
    }
  }

  markers(): string[] {
    return this.#reports.keys().filter((key) => key.startsWith('waiting/'));
  }

  /** Handles what is in the queue, in several sandboxes at once; all of it unless a count is given. */
  async handle(rate: number, rounds = Number.POSITIVE_INFINITY): Promise<void> {
    for (let round = 0; round < rounds && !this.queue.isEmpty; round++) {
      const batches = Array.from({ length: SANDBOXES }, () => this.queue.receive(rate));
      await Promise.all(
        batches.map(async (batch) => {
          const messages = batch.map(({ message }) => message);
          this.queue.giveBack(batch, await this.#invoke(messages, rate), rate);
        }),
      );
    }
  }

  /** Ids of the messages that failed: all of them, when it was killed in the middle. */
  async #invoke(messages: readonly Message[], rate: number): Promise<string[]> {
    const { promise: killed, resolve: kill } = Promise.withResolvers<undefined>();
    const isKilled = rate > 0 && this.#random() < KILLED;
    const killAt = isKilled ? Math.ceil(this.#random() * 30) : Number.POSITIVE_INFINITY;
    const hooks = faults(this.#random, rate, killAt, () => {
      this.kills += 1;
      kill(undefined);
    });
    const organization = organizationOf(() => {
      if (this.#random() < rate) {
        throw awsError('TooManyRequestsException');
      }
    });
    const dependencies = {
      s3: retrying(this.s3.connect(hooks), this.#attempts),
      // A new sandbox each time.
      accounts: organizationAccounts(organization.client, { ttlMs: 300_000 }),
      accountId: '222222222222',
      count: () => {},
      remainingMs: () => 300_000,
      sleep: async () => {},
      log: (entry: LogEntry) => void this.logged.push(entry),
    };
    const answer = dispatch({ Records: messages }, dependencies, settings);
    const told = await Promise.race([answer, killed]);
    const failed = told?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    return failed ?? messages.map(({ messageId }) => messageId);
  }

  /** What stands where a report belongs, the oldest first; its marker's versions, while it waits. */
  arrived(key: string): string[] {
    const account = key.slice(0, 12);
    const bodies = (bucket: MemoryBucket, name: string) =>
      bucket.versions(name).map(({ body }) => body.replaceAll('.', ''));
    if (account === '222222222222' && !this.#isOpen) {
      return bodies(this.#reports, `waiting/${key}`);
    }
    switch (account) {
      case '111111111111':
      case '222222222222':
      case '444444444444':
        return bodies(this.s3.bucket(`audit-account-reports-${account}`), key.slice(13));
      default:
        return this.#reports.current(key) ? [] : bodies(this.#reports, `quarantine/${key}`);
    }
  }
}
