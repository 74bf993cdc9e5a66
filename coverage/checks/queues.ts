import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Target } from '../types.ts';
import { unlessGone } from './gone.ts';

/** What is wrong with a queue of things that failed: it is not there, or it holds some. */
export async function lackOfQueue(
  { clients }: Pick<Target<'sqs'>, 'clients'>,
  QueueName: string,
): Promise<string | undefined> {
  const { sqs } = clients;
  const attributes = await unlessGone(async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const AttributeNames = [
      'ApproximateNumberOfMessages' as const,
      // Somebody has received those, and not deleted them.
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
