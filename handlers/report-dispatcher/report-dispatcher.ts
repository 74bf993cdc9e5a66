import pMap from 'p-map';
import { describeError, firstFive } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Copier } from './copy.ts';
import { type Delivery, deliver } from './deliver.ts';
import { DispatchError, MissingBucketError, UnknownMessageError } from './errors.ts';
import { type Place, placeOf, type Reason, spokeBucketOf, waitingKeyOf } from './keys.ts';
import { fitsKey } from './limits.ts';
import { type Request, requestsOf } from './message.ts';
import { type Bucket, currentVersion, remove, type S3 } from './objects.ts';
import type { AccountState, Accounts } from './organization.ts';
import { type Quarantined, quarantine } from './quarantine.ts';
import type { Settings } from './settings.ts';

/** A message of the queue, with the fields that are read. */
export interface Message {
  messageId: string;
  body: string;
  attributes?: { ApproximateReceiveCount?: string };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface Answer {
  batchItemFailures: { itemIdentifier: string }[];
}

export interface Dependencies {
  s3: S3;
  accounts: Accounts;
  /** The account that owns the report bucket: our own. */
  accountId: string;
  count(quarantined: Quarantined): void;
  /** Milliseconds until the function times out. */
  remainingMs(): number;
  sleep(ms: number): Promise<unknown>;
  log: Log;
}

const MESSAGES_AT_A_TIME = 10;
/** Enough for the reports in progress. */
const MARGIN_MS = 30_000;
/**
 * Before failures are retried, in the same invocation: the queue redelivers a message only after its
 * visibility timeout, which is minutes.
 */
const PAUSES_MS = [2_000, 8_000];

interface Failed {
  message: Message;
  error: unknown;
}

/**
 * Handles each message separately and returns those that failed, which the queue then redelivers. A
 * message without enough time left is not started, and returned as failed.
 */
export async function dispatch(
  event: unknown,
  dependencies: Dependencies,
  settings: Settings,
): Promise<Answer> {
  const { remainingMs, sleep, log } = dependencies;
  const marginMs = Math.min(MARGIN_MS, remainingMs() / 2);
  const tryAll = async (messages: readonly Message[]): Promise<Failed[]> => {
    const failed: Failed[] = [];
    const handle = async (message: Message) => {
      try {
        if (remainingMs() < marginMs) {
          throw new DispatchError('Not enough time left to start it');
        }
        await dispatchMessage(message.body, dependencies, settings);
      } catch (error) {
        failed.push({ message, error });
      }
    };
    await pMap(messages, handle, { concurrency: MESSAGES_AT_A_TIME });
    return failed;
  };
  let failed = await tryAll(messagesOf(event));
  for (const pauseMs of PAUSES_MS) {
    const [hopeless, hopeful] = parted(failed);
    if (hopeful.length === 0 || remainingMs() < marginMs + pauseMs) {
      break;
    }
    await sleep(pauseMs);
    failed = [...hopeless, ...(await tryAll(hopeful.map(({ message }) => message)))];
  }
  for (const { message, error } of failed) {
    tellFailed(log, message, error);
  }
  return {
    batchItemFailures: failed.map(({ message }) => ({ itemIdentifier: message.messageId })),
  };
}

/** A retry does not help an unknown message. */
function parted(failed: readonly Failed[]): [hopeless: Failed[], hopeful: Failed[]] {
  const isHopeless = ({ error }: Failed) => error instanceof UnknownMessageError;
  return [failed.filter(isHopeless), failed.filter((one) => !isHopeless(one))];
}

function tellFailed(log: Log, { messageId, attributes }: Message, error: unknown): void {
  const receiveCount = attributes?.ApproximateReceiveCount;
  const message = `A message failed, and is redelivered or moved to the dead-letter queue: ${describeError(error)}`;
  log({ message, action: 'fail-message', level: 'ERROR', messageId, receiveCount });
}

/** Tries all records of a message, even if some fail: the next attempt skips the others. */
async function dispatchMessage(
  body: string,
  dependencies: Dependencies,
  settings: Settings,
): Promise<void> {
  const failures: string[] = [];
  for (const request of requestsOf(body, settings.reportBucket)) {
    try {
      await dispatchReport(request, dependencies, settings);
    } catch (error) {
      const { key } = request;
      const place = placeOf(key);
      const accountId = place.kind === 'report' ? place.accountId : undefined;
      const message = `Not delivered: ${describeError(error)}`;
      dependencies.log({ message, action: 'fail-report', level: 'ERROR', accountId, key });
      failures.push(`${key}: ${describeError(error)}`);
    }
  }
  if (failures.length > 0) {
    throw new DispatchError(firstFive(failures));
  }
}

async function dispatchReport(
  { key, isReplay }: Request,
  dependencies: Dependencies,
  settings: Settings,
): Promise<void> {
  const { s3, accounts, accountId: owner, count, log } = dependencies;
  const place = placeOf(key);
  if (place.kind === 'internal') {
    return;
  }
  const reports: Bucket = { name: settings.reportBucket, owner };
  const { multipartThresholdBytes, copyPartBytes: partBytes } = settings;
  const copier: Copier = { s3, reports, multipartThresholdBytes, partBytes, log };
  const outcome =
    place.kind === 'stray' ? place.reason : await deliverTo(place, key, copier, accounts, settings);
  switch (outcome) {
    case 'waiting':
      requireFirst(isReplay, key);
      return;
    case 'delivered':
    case 'gone':
      break;
    default:
      await quarantine(copier, { key, reason: outcome }, count);
  }
  if (isReplay) {
    await removeMarker(s3, reports, key);
  }
}

/** A report of an account that is not open can't be delivered. */
async function deliverTo(
  { accountId, destinationKey }: Extract<Place, { kind: 'report' }>,
  key: string,
  copier: Copier,
  accounts: Accounts,
  { spokeBucket }: Settings,
): Promise<Delivery> {
  const reason = reasonOf(await accounts.stateOf(accountId));
  const bucket = { name: spokeBucketOf(spokeBucket, accountId), owner: accountId };
  return reason ?? deliver(copier, { key, accountId, bucket, destinationKey });
}

/** A replay is sent once the account has its bucket: one that waits again would do so forever. */
function requireFirst(isReplay: boolean, key: string): void {
  if (isReplay) {
    throw new MissingBucketError(
      `The account of ${key} has no bucket, although the report was replayed for it: if the ` +
        'account has deleted it, create it again as the README of security-reporting says',
    );
  }
}

/** A replay may be sent by hand, for a report without a marker. */
async function removeMarker(s3: S3, reports: Bucket, key: string): Promise<void> {
  const marker = waitingKeyOf(key);
  if (fitsKey(marker) && (await currentVersion(s3, reports, marker))) {
    await remove(s3, reports, marker);
  }
}

function reasonOf(state: AccountState): Reason | undefined {
  switch (state) {
    case 'open':
      return undefined;
    case 'closed':
      return 'closed-account';
    case 'unknown':
      return 'unknown-account';
    default:
      return state satisfies never;
  }
}

function messagesOf(event: unknown): Message[] {
  if (typeof event === 'object' && event !== null && 'Records' in event) {
    if (Array.isArray(event.Records)) {
      return event.Records;
    }
  }
  throw new UnknownMessageError(
    'An event without Records: allowed is a batch of the queue; invoke the function by its queue',
  );
}
