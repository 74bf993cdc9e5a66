import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { firstFive } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Sleep } from '../../lambda/retry.ts';
import { BYTES, batchesOf, type Envelope, sizeOf } from './batches.ts';
import { messagesOf } from './delivery.ts';
import { TrailSignInsError } from './errors.ts';
import type { Settings } from './settings.ts';

export interface Dependencies {
  eventBridge: Pick<EventBridgeClient, 'send'>;
  sleep: Sleep;
  log: Log;
}

/** What rules on the bus match, beside the source `<resourcePrefix>.trail`. */
export const DETAIL_TYPE = 'Sign-in from the organization trail';

// An entry that fails with one of these may succeed the next time.
// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
const TRANSIENT = ['InternalException', 'InternalFailure', 'ThrottlingException'];
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 250;

/**
 * Puts each record of a delivery on the bus of sign-ins, unchanged. All that can be put is put, before
 * the first failure is thrown: what Lambda retries has the same event ids.
 *
 * @throws TrailSignInsError with the reason and the number of the records that were not put
 */
export async function trailSignIns(
  event: unknown,
  settings: Settings,
  dependencies: Dependencies,
): Promise<number> {
  const messages = messagesOf(event);
  const envelope = { Source: `${settings.resourcePrefix}.trail`, DetailType: DETAIL_TYPE };
  const unfit = messages.map((message) => problemOf(message, envelope));
  const problems = unfit.filter((problem) => problem !== undefined);
  const details = messages.filter((_, index) => unfit[index] === undefined);
  for (const batch of batchesOf(details, envelope)) {
    problems.push(...(await put(batch, envelope, settings.busArn, dependencies)));
  }
  const count = messages.length - problems.length;
  dependencies.log({
    message: 'Forwarded sign-ins of the trail',
    action: 'forward',
    level: problems.length > 0 ? 'ERROR' : 'INFO',
    forwarded: count,
    failed: problems.length,
  });
  if (problems.length > 0) {
    throw new TrailSignInsError(
      `${problems.length} of ${messages.length} sign-ins did not reach ${settings.busArn}: ${firstFive([...new Set(problems)])}`,
    );
  }
  return count;
}

/** Why EventBridge would reject a record whenever it is put. */
function problemOf(message: string, envelope: Envelope): string | undefined {
  const bytes = sizeOf(message, envelope);
  if (bytes > BYTES) {
    return `a record has ${bytes} bytes, and an event at most ${BYTES}`;
  }
  try {
    const record: unknown = JSON.parse(message);
    const isRecord = typeof record === 'object' && record !== null && !Array.isArray(record);
    return isRecord ? undefined : 'a log event is not a record of CloudTrail';
  } catch {
    // Its text may hold anything, and stays out of the log.
    return 'a log event is not JSON';
  }
}

/** The reasons of the entries that were rejected, one each. */
async function put(
  batch: readonly string[],
  envelope: Envelope,
  EventBusName: string,
  { eventBridge, sleep }: Dependencies,
): Promise<string[]> {
  const problems: string[] = [];
  let waiting = batch;
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const Entries = waiting.map((Detail) => ({ ...envelope, EventBusName, Detail }));
    const { Entries: results = [] } = await eventBridge.send(new PutEventsCommand({ Entries }));
    // Results are in the order of the request.
    const mayRetry = (result?: PutEventsResultEntry): boolean =>
      attempt < ATTEMPTS && TRANSIENT.includes(result?.ErrorCode ?? '');
    const final = results.filter((result) => result.ErrorCode && !mayRetry(result));
    problems.push(...final.map(({ ErrorCode, ErrorMessage }) => `${ErrorCode}: ${ErrorMessage}`));
    waiting = waiting.filter((_, index) => mayRetry(results[index]));
    if (waiting.length > 0) {
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
  return problems;
}
