import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Cursor } from './cursor.ts';
import type { ListObjects } from './object-list.ts';
import { type Clock, hasTime } from './pace.ts';

/** Prefix of the marker of a report without a destination bucket; the report's key follows. */
const WAITING = 'waiting/';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
const BATCH = 10;
const BATCHES_AT_A_TIME = 8;
const ATTEMPTS = 5;
const PAUSE_MS = 500;

export interface Replay {
  listWaiting: ListObjects;
  sqs: Pick<SQSClient, 'send'>;
  queueUrl: string;
  bucket: string;
  clock: Clock;
  log: Log;
}

export interface Replayed {
  reports: number;
  /** Number of messages that SQS rejected; the next harvest retries them. */
  unsent: number;
  /** Accounts whose reports keep waiting, since their bucket was deleted. */
  gone: string[];
  /** Where to continue; nothing when all was sent. */
  rest?: Cursor;
}

/**
 * `lacking`: no bucket yet, which is a failure of its own. `gone`: there was one. `ready`: a message
 * is of use, also for an account that has left.
 */
export type Destination = 'ready' | 'lacking' | 'gone';

/**
 * Sends a message for each report that waits, so that the dispatcher processes it again: it delivers
 * the report, or quarantines it if the account has left, and removes the marker. Only the reports of
 * accounts without a bucket keep waiting. A rejected message does not stop the others.
 */
export async function replay(
  dependencies: Replay,
  destinationOf: (accountId: string) => Promise<Destination>,
  start: Cursor,
): Promise<Replayed> {
  const { log, clock } = dependencies;
  const replayed: Replayed = { reports: 0, unsent: 0, gone: [] };
  for await (const prefix of accountsThatWait(dependencies)) {
    const accountId = prefix.slice(WAITING.length, -1);
    const destination = await destinationOf(accountId);
    if (destination === 'gone') {
      replayed.gone.push(accountId);
    }
    // Every key of a folder begins with it, so a marker sorts after its own folder.
    const isBehind = prefix > start.after || start.after.startsWith(prefix);
    if (destination !== 'ready' || !isBehind) {
      continue;
    }
    for await (const markers of markersOf(dependencies, prefix, start.after)) {
      const unsent = await sendAll(dependencies, markers);
      const reports = markers.length - unsent;
      replayed.reports += reports;
      replayed.unsent += unsent;
      log({ message: 'Replayed what waited', action: 'replay', accountId, reports, unsent });
      const after = markers.at(-1) ?? '';
      if (!hasTime(clock)) {
        return { ...replayed, rest: { ...start, after } };
      }
    }
  }
  return replayed;
}

/** The folders of accounts. */
async function* accountsThatWait({ listWaiting }: Replay): AsyncGenerator<string> {
  for (let token: string | undefined; ; ) {
    const page = await listWaiting({ prefix: WAITING, delimiter: '/', token });
    yield* page.prefixes;
    token = page.token;
    if (!token) {
      return;
    }
  }
}

/** Pages of markers after the last one. */
async function* markersOf(
  { listWaiting }: Replay,
  prefix: string,
  after: string,
): AsyncGenerator<string[]> {
  const startAfter = after.startsWith(prefix) ? after : undefined;
  for (let token: string | undefined; ; ) {
    const page = await listWaiting({ prefix, startAfter, token });
    yield page.keys;
    token = page.token;
    if (!token) {
      return;
    }
  }
}

/** Returns the number of messages that SQS rejected. */
async function sendAll(dependencies: Replay, markers: readonly string[]): Promise<number> {
  const { bucket } = dependencies;
  const entries = markers.map((marker, index) => ({
    Id: String(index),
    MessageBody: ascii({ replay: { bucket, key: marker.slice(WAITING.length) } }),
  }));
  const batches = Array.from({ length: Math.ceil(entries.length / BATCH) }, (_, index) =>
    entries.slice(index * BATCH, (index + 1) * BATCH),
  );
  const sendOne = (batch: SendMessageBatchRequestEntry[]) => send(dependencies, batch);
  const unsent = await pMap(batches, sendOne, { concurrency: BATCHES_AT_A_TIME });
  return unsent.reduce((sum, count) => sum + count, 0);
}

/** SQS may accept a part of a batch: failures are retried. Returns the number of final failures. */
async function send(
  { sqs, queueUrl, clock, log }: Replay,
  batch: SendMessageBatchRequestEntry[],
): Promise<number> {
  let entries = batch;
  try {
    for (let attempt = 1; ; attempt++) {
      const { Failed = [] } = await sqs.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
      );
      if (Failed.length === 0 || attempt >= ATTEMPTS) {
        return Failed.length;
      }
      const failed = new Set(Failed.map(({ Id }) => Id));
      entries = entries.filter(({ Id }) => failed.has(Id));
      await clock.sleep(PAUSE_MS * 2 ** (attempt - 1));
    }
  } catch (error) {
    const message = `SQS rejected a call: ${describeError(error)}`;
    log({ message, action: 'replay', level: 'WARN', unsent: entries.length });
    return entries.length;
  }
}

/**
 * Keys may have characters that SQS rejects in a message.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
function ascii(value: object): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[^ -~]/g, escaped);
}
