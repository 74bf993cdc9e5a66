import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Target } from '../types.ts';
import { unlessGone } from './gone.ts';

/** The fault of a failure queue: it does not exist, or it holds messages. */
export async function lackOfQueue(
  { clients }: Pick<Target<'sqs'>, 'clients'>,
  QueueName: string,
): Promise<string | undefined> {
  const { sqs } = clients;
  const attributes = await unlessGone(async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const AttributeNames = [
      'ApproximateNumberOfMessages' as const,
      // In flight: received, and not deleted.
      'ApproximateNumberOfMessagesNotVisible' as const,
    ];
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
    );
    return Attributes;
  });
  if (attributes === undefined) {
    return `there is no queue ${QueueName}`;
  }
  const held = Object.values(attributes).reduce((sum, count) => sum + Number(count), 0);
  return held === 0
    ? undefined
    : `the queue ${QueueName} holds ${held} ${held === 1 ? 'event' : 'events'}`;
}
