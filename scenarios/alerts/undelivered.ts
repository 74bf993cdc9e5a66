import {
  DescribeEventBusCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { addressesOf } from '../sign-in-monitoring/networks.ts';
import { signIn } from '../sign-in-monitoring/sign-in.ts';
import { messagesOf, putEvent } from './messages.ts';

const stackOf = ({ settings, stacks }: World, name: string): boolean =>
  stacks.some((stack) => stack.name === `${settings.resourcePrefix}-${name}`);

export const undeliveredEventsAreTold: Scenario = {
  capability: 'alerts',
  name: 'keeps an event that could not be delivered, and alerts on it',
  applies: (world) => stackOf(world, 'alerts-region') && stackOf(world, 'sign-in-bus'),
  async run(world) {
    const { id: accountId, name } = await someMember(world);
    const region = world.settings.signInRegions.find((one) => one !== world.settings.homeRegion);
    const place = { accountId, region: region ?? world.settings.homeRegion };
    const event = signIn('root', place, addressesOf(world).unknown4);
    const before = (await messagesOf(world)).length;

    await withClosedBus(world, () => putEvent(world, accountId, place.region, event));

    const [kept, attributes] = await takeUndelivered(world, place.region);
    if (JSON.parse(kept).detail.eventID !== event.detail.eventID) {
      throw new Error(`expected the event in the queue, got ${kept}`);
    }
    const told = (await messagesOf(world)).slice(before);
    const [message = '', ...more] = told.map((one) => one.message);
    const wanted = wordsOf(`${world.settings.resourcePrefix}-undelivered`, place.region);
    if (more.length > 0 || withoutTimes(message) !== wanted) {
      throw new Error(`expected one message, ${wanted}, got ${JSON.stringify(told)}`);
    }
    return `a sign-in to ${name} in ${place.region} is kept (${attributes}); the message: ${message}`;
  },
};

/** The message: the rule's own words around CloudWatch's reason. */
const wordsOf = (alarm: string, region: string): string =>
  `"ALARM ${alarm} in ${region} at TIME. Threshold Crossed: 1 datapoint [1.0 (TIME)] was greater ` +
  'than or equal to the threshold (1.0). Its queue holds the events that EventBridge could not deliver."';

const withoutTimes = (message: string): string =>
  message
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, 'TIME')
    .replace(/\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d/, 'TIME');

/** Takes the organization's permission to put events away for a while. */
async function withClosedBus(world: World, act: () => Promise<void>): Promise<void> {
  const { resourcePrefix, homeRegion, securityAccountId } = world.settings;
  const session = await sessionsOf(world.rehearsal).open(securityAccountId);
  const { eventBridge } = session.clients(homeRegion);
  const EventBusName = `${resourcePrefix}-sign-ins`;
  const { Policy } = await eventBridge.send(new DescribeEventBusCommand({ Name: EventBusName }));
  await eventBridge.send(new RemovePermissionCommand({ EventBusName, RemoveAllPermissions: true }));
  try {
    await act();
  } finally {
    await eventBridge.send(new PutPermissionCommand({ EventBusName, Policy }));
  }
}

/** The one event in the queue of a region, and why it is there; the queue is empty then. */
async function takeUndelivered(world: World, region: string): Promise<[string, string]> {
  const { resourcePrefix, securityAccountId } = world.settings;
  const { sqs } = (await sessionsOf(world.rehearsal).open(securityAccountId)).clients(region);
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: `${resourcePrefix}-undelivered` }),
  );
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
  );
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  return [
    message?.Body ?? '{"detail":{}}',
    message?.MessageAttributes?.ERROR_CODE?.StringValue ?? 'no error code',
  ];
}
