import { PublishCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { Clients } from '../../organization/types.ts';
import type { Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { type Message, messagesOf } from './messages.ts';

const ALERT = 'An alert that one subscriber refuses';

export const refusedAlertsAreKept: Scenario = {
  capability: 'alerts',
  name: 'keeps an alert that a subscriber rejects, and notifies the others',
  applies: ({ settings, stacks }) =>
    stacks.some(({ name }) => name === `${settings.resourcePrefix}-alerts`),
  async run(world) {
    const { resourcePrefix, homeRegion, securityAccountId } = world.settings;
    const session = await sessionsOf(world.rehearsal).open(securityAccountId);
    const clients = session.clients(homeRegion);
    const place = `${homeRegion}:${securityAccountId}`;
    const TopicArn = `arn:aws:sns:${place}:${resourcePrefix}-alerts`;
    const failures = `${resourcePrefix}-alerts-failures`;
    const before = (await messagesOf(world)).length;

    await withClosedSubscriber(clients, TopicArn, `arn:aws:sqs:${place}:${failures}`, () =>
      clients.sns.send(new PublishCommand({ TopicArn, Message: ALERT })),
    );

    const kept = await takeAll(clients, failures);
    if (!kept.some((body) => JSON.parse(body).Message === ALERT)) {
      throw new Error(`expected the alert in ${failures}, got ${kept.join(', ') || 'nothing'}`);
    }
    const told = (await messagesOf(world)).slice(before);
    const alarm = told.find(({ subject }) => subject?.startsWith(`ALARM: "${failures}" in `));
    const text = alarm && textFor(alarm);
    if (!text?.includes('Threshold Crossed: 1 datapoint [1.0 (')) {
      throw new Error(`expected the alarm ${failures} by e-mail, got ${JSON.stringify(told)}`);
    }
    return `the alert is in ${failures}; the subject of the e-mail: ${alarm?.subject}`;
  },
};

/** Subscribes a queue that admits no sender, as the stack subscribes its own. */
async function withClosedSubscriber(
  { sns, sqs }: Clients,
  TopicArn: string,
  deadLetterTargetArn: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'closed-subscriber' }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.QueueArn,
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn }) },
    }),
  );
  try {
    await act();
  } finally {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
}

/** The bodies of what a queue holds, which is empty then. */
async function takeAll({ sqs }: Clients, QueueName: string): Promise<string[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  return Messages.map(({ Body = '{}' }) => Body);
}

/** What a reader of e-mail gets, confirmed or not. */
const textFor = ({ deliveries }: Message): string | undefined =>
  deliveries.find(({ endpoint }) => endpoint.includes('@'))?.text;
