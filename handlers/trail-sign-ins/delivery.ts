import { gunzipSync } from 'node:zlib';
import { TrailSignInsError } from './errors.ts';

/**
 * The log events of a subscription, each the text of a CloudTrail record. None for a control message, by
 * which CloudWatch Logs tests whether the destination can be reached.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 * @throws TrailSignInsError for anything else than a delivery of CloudWatch Logs
 */
export function messagesOf(event: unknown): readonly string[] {
  const { messageType, logEvents } = deliveryOf(event);
  if (messageType === 'CONTROL_MESSAGE') {
    return [];
  }
  if (messageType !== 'DATA_MESSAGE' || !Array.isArray(logEvents)) {
    throw new TrailSignInsError(
      `Expected a message of type DATA_MESSAGE with logEvents, got ${String(messageType)}: the function is for subscription filters of CloudWatch Logs`,
    );
  }
  return logEvents.map((one) => String(asRecord(one).message));
}

function deliveryOf(event: unknown): Record<string, unknown> {
  const { data } = asRecord(asRecord(event).awslogs);
  if (typeof data !== 'string') {
    throw new TrailSignInsError(
      'Expected an event with awslogs.data, got none: the function is for subscription filters of CloudWatch Logs',
    );
  }
  try {
    return asRecord(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString('utf8')));
  } catch (cause) {
    throw new TrailSignInsError('awslogs.data is not JSON, packed with gzip, in base64', { cause });
  }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
