import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { connect } from '../../organization/clients.ts';
import type { Clients } from '../../organization/types.ts';
import { requireMessages, toldBy } from '../alerts/messages.ts';
import type { Scenario, World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { memberOf } from './cases.ts';
import { FORGER, forgerTemplate, QUEUE, RULE } from './forger.ts';
import { addressesOf } from './networks.ts';
import { type Event, signIn } from './sign-in.ts';
import { applies, functionOf } from './sign-in-monitoring.ts';

const StackName = 'sign-in-forger';

/** What a forger tries, and what must become of it. */
interface Attempt {
  readonly what: string;
  readonly outcome: string;
}

export const forgedSignInsReachNobody: Scenario = {
  capability: 'sign-in-monitoring',
  name: 'publishes nothing that a sandbox forges about the management account',
  applies,
  async run(world) {
    const { accountId } = await memberOf(world);
    const { homeRegion, managementAccountId } = world.settings;
    const session = await sessionsOf(world.rehearsal).open(accountId);
    const owner = session.clients(homeRegion);
    const client = owner.cloudFormation as CloudFormationClient;
    const TemplateBody = forgerTemplate(world, busOf(world));
    const place = { accountId: managementAccountId, region: homeRegion };
    const forged = signIn('root', place, addressesOf(world).unknown4);
    await client.send(
      new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60 }, { StackName });
    try {
      const attempts: Attempt[] = [];
      const published = await toldBy(world, functionOf(world), 0, async () => {
        attempts.push(...(await forge(world, accountId, forged)));
      });
      const outcome = (await deadLettersOf(owner.sqs)).join(', ');
      attempts.push({ what: 'a rule, with its own role and with ours', outcome });

      requireMessages(published, []);
      requireOutcomes(attempts);
      return attempts.map(({ what, outcome }) => `${what}: ${outcome}`).join('; ');
    } finally {
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client, maxWaitTime: 60 }, { StackName });
    }
  },
};

const busOf = ({ settings }: World): string =>
  `arn:aws:events:${settings.homeRegion}:${settings.securityAccountId}:event-bus/${settings.resourcePrefix}-sign-ins`;

const expected: Readonly<Record<string, string>> = {
  'the bus itself, as the net': 'AccessDeniedException',
  'the bus itself, as AWS': 'NotAuthorizedForSourceException',
  'its own bus, as AWS': 'NotAuthorizedForSourceException',
  'its own bus, in the form of a sign-in': 'accepted',
  'a rule, with its own role and with ours': 'NO_PERMISSIONS, NO_PERMISSIONS',
};

function requireOutcomes(attempts: readonly Attempt[]): void {
  const actual = Object.fromEntries(attempts.map(({ what, outcome }) => [what, outcome]));
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
}

async function forge(world: World, accountId: string, forged: Event): Promise<Attempt[]> {
  const { rehearsal, settings } = world;
  await rehearsal.aws.control('POST', '/sessions/judged', { roles: FORGER });
  const forgers = await connect({
    homeRegion: settings.homeRegion,
    endpoint: rehearsal.aws.endpoint,
    credentials: rehearsal.seeded.credentials,
    roleName: FORGER,
  });
  try {
    const { clients } = await forgers.open(accountId);
    const { eventBridge } = clients(settings.homeRegion);
    const put = (Source: string, EventBusName = 'default') =>
      outcomeOf(eventBridge, { ...entryOf(forged), Source, EventBusName });
    const net = `${settings.resourcePrefix}.trail`;
    const attempts = [
      { what: 'the bus itself, as the net', outcome: await put(net, busOf(world)) },
      { what: 'the bus itself, as AWS', outcome: await put('aws.signin', busOf(world)) },
      { what: 'its own bus, as AWS', outcome: await put('aws.signin') },
      { what: 'its own bus, in the form of a sign-in', outcome: await put(net) },
    ];
    await byRule(world, accountId, eventBridge, () => put('forger'));
    return attempts;
  } finally {
    forgers.close();
  }
}

const entryOf = ({ detail }: Event) => ({
  DetailType: 'AWS Console Sign In via CloudTrail',
  Detail: JSON.stringify(detail),
});

async function outcomeOf(
  eventBridge: Clients['eventBridge'],
  entry: Record<string, string>,
): Promise<string> {
  const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  return Entries[0]?.ErrorCode ?? 'accepted';
}

/**
 * A rule that forwards what the forger puts on its own bus. The bus of sign-ins does not admit the
 * forger's role, and the role that it admits trusts the rules of sign-in monitoring alone.
 */
async function byRule(
  world: World,
  accountId: string,
  eventBridge: Clients['eventBridge'],
  fire: () => Promise<string>,
): Promise<void> {
  const { homeRegion, resourcePrefix } = world.settings;
  const EventPattern = JSON.stringify({ source: ['forger'] });
  const Targets = [`${FORGER}Rule`, `${resourcePrefix}-sign-ins-events`].map((role) => ({
    Id: role,
    Arn: busOf(world),
    RoleArn: `arn:aws:iam::${accountId}:role/${role}`,
    DeadLetterConfig: { Arn: `arn:aws:sqs:${homeRegion}:${accountId}:${QUEUE}` },
  }));
  await eventBridge.send(new PutRuleCommand({ Name: RULE, EventPattern }));
  try {
    await eventBridge.send(new PutTargetsCommand({ Rule: RULE, Targets }));
    await fire();
  } finally {
    const Ids = Targets.map(({ Id }) => Id);
    await eventBridge.send(new RemoveTargetsCommand({ Rule: RULE, Ids }));
    await eventBridge.send(new DeleteRuleCommand({ Name: RULE }));
  }
}

/** Why EventBridge could not deliver what the forger's rule sent. */
async function deadLettersOf(sqs: Clients['sqs']): Promise<string[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: QUEUE }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['ERROR_CODE'],
    }),
  );
  return Messages.map(({ MessageAttributes }) => MessageAttributes?.ERROR_CODE?.StringValue ?? '');
}
