import { GetQueueUrlCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { describeError, isNamed } from '../../lambda/errors.ts';
import { ReportsError } from './errors.ts';

export interface ReplayOptions {
  sqs: Pick<SQSClient, 'send'>;
  queueUrl: string;
  /** The central bucket. */
  bucket: string;
  /** Keys of reports in it. */
  keys: readonly string[];
  /** Waits so many milliseconds. */
  wait: (ms: number) => Promise<unknown>;
  onProgress?: (text: string) => void;
}

export interface ReplayResult {
  sent: number;
  failed: { key: string; reason: string }[];
}

/** As many as SQS takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const batchSize = 10;
const batchesAtATime = 5;
const attempts = 5;

/** @throws ReportsError when there is no such queue */
export async function findQueue(sqs: ReplayOptions['sqs'], QueueName: string): Promise<string> {
  try {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  } catch (error) {
    if (isNamed(error, 'QueueDoesNotExist')) {
      throw new ReportsError(
        `There is no queue ${QueueName}: deploy the capability security-reporting first`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * Asks the dispatcher for each report once more. What is delivered it leaves as it is, so that a
 * replay can be repeated. Messages that SQS refuses are sent again; a call that fails for good
 * ends the replay, as the next ones would fail as well.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { keys, onProgress } = options;
  const batches = Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, index) =>
    keys.slice(index * batchSize, (index + 1) * batchSize),
  );
  let sent = 0;
  let ended: string | undefined;
  const send = async (batch: readonly string[]): Promise<ReplayResult['failed']> => {
    if (ended !== undefined) {
      return batch.map((key) => ({ key, reason: ended ?? '' }));
    }
    const { failed, error } = await sendBatch(batch, options);
    ended ??= error;
    sent += batch.length - failed.length;
    onProgress?.(`${sent}/${keys.length} sent`);
    return failed;
  };
  const failed = await pMap(batches, send, { concurrency: batchesAtATime });
  return { sent, failed: failed.flat() };
}

interface BatchResult extends Pick<ReplayResult, 'failed'> {
  /** What ended it. */
  error?: string;
}

async function sendBatch(keys: readonly string[], options: ReplayOptions): Promise<BatchResult> {
  const { sqs, queueUrl: QueueUrl, bucket, wait } = options;
  const failed: ReplayResult['failed'] = [];
  let left = [...keys];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const Entries = left.map((key, index) => ({ Id: `${index}`, MessageBody: body(bucket, key) }));
    const refused = new Map<string, { reason: string; isOurs: boolean }>();
    try {
      const answer = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Id = '', Code, Message, SenderFault = false } of answer.Failed ?? []) {
        refused.set(Id, { reason: `${Code}: ${Message ?? 'no message'}`, isOurs: SenderFault });
      }
    } catch (error) {
      // The SDK has tried it several times.
      const reason = describeError(error);
      return { failed: [...failed, ...left.map((key) => ({ key, reason }))], error: reason };
    }
    const again: string[] = [];
    for (const [index, key] of left.entries()) {
      const refusal = refused.get(`${index}`);
      // What is wrong with the message itself stays wrong.
      if (refusal && (refusal.isOurs || attempt === attempts)) {
        failed.push({ key, reason: refusal.reason });
      } else if (refusal) {
        again.push(key);
      }
    }
    left = again;
    if (left.length > 0) {
      await wait(200 * 2 ** attempt);
    }
  }
  return { failed };
}

/** The message of the dispatcher. SQS refuses two characters that JSON allows. */
export function body(bucket: string, key: string): string {
  return JSON.stringify({ replay: { bucket, key } }).replace(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
