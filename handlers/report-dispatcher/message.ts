import { UnknownMessageError } from './errors.ts';
import { decodeKey } from './keys.ts';

/** A report to process. */
export interface Request {
  key: string;
  /** Sent because the report has waited: its marker is removed when it no longer waits. */
  isReplay: boolean;
}

/**
 * Reads the body of a message: a notification of S3 with all its records, or a replay. The test
 * event that S3 sends when notifications are set up has no report.
 *
 * @throws UnknownMessageError for any other, and for other buckets than the report bucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
 */
export function requestsOf(body: string, reportBucket: string): Request[] {
  const message = fields(parsed(body));
  if (message.Event === 's3:TestEvent') {
    return [];
  }
  if (message.replay !== undefined) {
    const { bucket, key } = fields(message.replay);
    return [{ key: own(bucket, key, reportBucket), isReplay: true }];
  }
  if (!Array.isArray(message.Records)) {
    const given = Object.keys(message).join(', ') || 'no member';
    throw new UnknownMessageError(
      `A message with ${given}: allowed are Records, replay and a test event of S3`,
    );
  }
  return message.Records.map((record) => requestOf(fields(record), reportBucket));
}

function requestOf({ eventName, s3 }: Fields, reportBucket: string): Request {
  if (typeof eventName !== 'string' || !eventName.startsWith('ObjectCreated:')) {
    throw new UnknownMessageError(
      `A record of ${JSON.stringify(eventName)}: allowed is ObjectCreated:*; correct the bucket's notifications`,
    );
  }
  const { bucket, object } = fields(s3);
  const { key } = fields(object);
  const decoded = typeof key === 'string' ? decodeKey(key) : key;
  return { key: own(fields(bucket).name, decoded, reportBucket), isReplay: false };
}

/** A sender to the queue must not cause copies from other buckets. */
function own(bucket: unknown, key: unknown, reportBucket: string): string {
  if (bucket === reportBucket && typeof key === 'string' && key !== '') {
    return key;
  }
  throw new UnknownMessageError(
    `A record of bucket ${JSON.stringify(bucket)} and key ${JSON.stringify(key)}: ` +
      `allowed are the keys of ${reportBucket}`,
  );
}

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new UnknownMessageError('A message that is not JSON', { cause });
  }
}
