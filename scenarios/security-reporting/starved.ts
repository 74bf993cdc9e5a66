import {
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../organization/types.ts';
import { messagesOf } from '../alerts/messages.ts';
import { requireQueueAlarm } from '../alerts/queue-alarm.ts';
import { type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { holesOf } from './holes.ts';
import { delivered, dispatcherOf, isDeployed, put, until } from './reports.ts';

const KEY = 'prowler/2026-11-20/unread.csv';

/** A second more than the alarm allows: templates/security-reporting/central.yml. */
const TOO_OLD_SECONDS = 2701;

/** All but the buckets of accounts. */
const CELLS = ['report-delivery', 'report-harvest', 'report-harvester'];

export const unreadQueueIsSeen: Scenario = {
  capability: 'security-reporting',
  name: 'alerts on a queue that no function reads, and names it in the ledger',
  applies: isDeployed,
  async run(world) {
    const { settings } = world;
    const { id } = await someMember(world);
    const session = await sessionsOf(world.rehearsal).open(settings.securityAccountId);
    const clients = session.clients(settings.homeRegion);
    const queue = `${settings.resourcePrefix}-reports`;

    const told = await whileUnread(world, clients, async () => {
      await put(world, `${id}/${KEY}`, 'unread');
      await until(`a report in ${queue}`, () => holds(clients, queue));
      const before = await alertsOf(world, queue);
      const place = `${settings.homeRegion}:${settings.securityAccountId}`;
      const aged = { queueArn: `arn:aws:sqs:${place}:${queue}`, seconds: TOO_OLD_SECONDS };
      await world.rehearsal.aws.control('POST', '/sqs/older', aged);
      return (await alertsOf(world, queue)).slice(before.length);
    });

    await until(`${KEY} in the bucket of ${id}`, async () => {
      return (await delivered(world, id, KEY))?.body === 'unread';
    });
    const holes = await holesOf(world, CELLS);
    if (holes.length > 0) {
      throw new Error(`expected no hole once the queue is read, got ${holes.join('\n')}`);
    }
    return told;
  },
};

/** Disables the mapping for a while; meanwhile one message and one cell of the ledger say so. */
async function whileUnread(
  world: World,
  { lambda }: Clients,
  act: () => Promise<string[]>,
): Promise<string> {
  const FunctionName = dispatcherOf(world.settings);
  const queue = `${world.settings.resourcePrefix}-reports`;
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const UUID = mapping?.UUID;
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  try {
    const [text = 'nothing', ...more] = await act();
    const [hole = 'none', ...others] = await holesOf(world, CELLS);
    const { securityAccountId } = world.settings;
    const wanted =
      `report-delivery ${securityAccountId}: the event source mapping of ${FunctionName} is ` +
      'Disabled: enable it; the oldest message of the queue';
    if (more.length > 0) {
      throw new Error(`expected one message that says what to check, got ${text} and ${more}`);
    }
    requireQueueAlarm(world, text, {
      ...{ name: `${queue}-age`, queue, metric: 'ApproximateAgeOfOldestMessage', threshold: 2700 },
      description: `The oldest report in the queue ${queue} has waited for 45 minutes. Check the event source mapping, concurrency, role and log of the function ${FunctionName}; once it runs, it delivers them all`,
    });
    if (others.length > 0 || !hole.startsWith(wanted)) {
      throw new Error(`expected one hole, ${wanted} …, got ${hole} and ${others.join('\n')}`);
    }
    return `${text}\n${hole}`;
  } finally {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  }
}

async function holds({ sqs }: Clients, QueueName: string): Promise<boolean> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  return Attributes?.ApproximateNumberOfMessages !== '0';
}

/** The texts that readers of e-mail got from the alarm on the age of a queue. */
async function alertsOf(world: World, queue: string): Promise<string[]> {
  const messages = await messagesOf(world);
  return messages
    .filter(({ subject }) => subject?.startsWith(`ALARM: "${queue}-age" in `))
    .map(({ deliveries }) => `${deliveries.find(({ endpoint }) => endpoint.includes('@'))?.text}`);
}
