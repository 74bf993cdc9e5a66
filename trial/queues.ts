import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Context } from './context.ts';
import { Unanswered } from './question.ts';

/** A queue that a service may send to under a condition. */
export const queueFor = (
  name: string,
  service: string,
  Condition: unknown,
): Record<string, unknown> => ({
  [name]: {
    Type: 'AWS::SQS::Queue',
    Properties: { MessageRetentionPeriod: 3600, SqsManagedSseEnabled: true },
  },
  [`${name}Policy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: name }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: service },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [name, 'Arn'] },
            Condition,
          },
        ],
      },
    },
  },
});

/** The body of the next message; undefined when there is none within the time. */
export function received(
  { clients, until }: Context,
  QueueUrl: string | undefined,
  seconds: number,
): Promise<string | undefined> {
  return until(async () => {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    return Messages[0]?.Body;
  }, seconds);
}

/** Queues of a question: that which it is about, and one that is known to be reached. */
export interface Queues {
  readonly asked: string | undefined;
  readonly control: string | undefined;
}

/**
 * Whether an event on the bus reaches the queue, once it has reached the other.
 * @returns the message; undefined when only the other is reached
 * @throws Unanswered when neither is
 */
export async function reached(
  context: Context,
  bus: string,
  queues: Queues,
): Promise<string | undefined> {
  const { clients, prefix, until } = context;
  // A rule takes events some seconds after it was made.
  const other = await until(async () => {
    await clients.eventBridge.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus, Source: prefix, DetailType: 'asked', Detail: '{}' }],
      }),
    );
    return received(context, queues.control, 10);
  }, 90);
  if (other === undefined) {
    throw new Unanswered('no event has reached the queue for comparison');
  }
  return received(context, queues.asked, 45);
}
