import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ListStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePolicyCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CloseAccountCommand, CreateAccountCommand } from '@aws-sdk/client-organizations';
import type { AwsEvent } from 'ofn-rehearse';
import { lackOfQueue } from '../../coverage/checks/queues.ts';
import { collect } from '../../lambda/paging.ts';
import { centralReportBucket, reportStackSet } from '../../organization/report-buckets.ts';
import { hasType, requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { delivered, isDeployed, keysIn, put, s3Of, until } from './reports.ts';

const EARLY = 'prowler/2026-11-20/early.csv';

export const accountsComeAndGo: Scenario = {
  capability: 'security-reporting',
  name: 'keeps reports for an account that joins outside organization.yml, gives it its bucket, and leaves it that bucket once it is closed',
  order: 8,
  // EventBridge hears of accounts from a trail; without one the schedule does.
  applies: (world) => isDeployed(world) && hasType(world, 'AWS::CloudTrail::Trail'),
  async run(world) {
    const id = await whileHarvesterIsDeaf(world, () => joinWithReport(world));
    await until(`${EARLY} in the bucket of ${id}`, async () => {
      return (await delivered(world, id, EARLY))?.body === 'early';
    });
    await until(`no marker of ${EARLY}`, async () => !(await waits(world, id)));
    requireSame('stack instances of the account that joined', await instancesOf(world, id), [id]);
    await leave(world, id);
    return `the report of ${id} waited until it had its bucket; closed, it keeps both, and later reports are put aside`;
  },
};

const harvesterOf = ({ settings }: World): string => `${settings.resourcePrefix}-account-harvester`;

const centralKeys = async (world: World, prefix: string): Promise<string[]> => {
  const s3 = await s3Of(world, world.settings.securityAccountId);
  return keysIn(s3, centralReportBucket(world.settings), prefix);
};

const waits = async (world: World, id: string): Promise<boolean> =>
  (await centralKeys(world, `waiting/${id}/${EARLY}`)).length > 0;

/** Keeps events of accounts in their queue meanwhile: the harvester's role may not take them. */
async function whileHarvesterIsDeaf<T>(world: World, play: () => Promise<T>): Promise<T> {
  const { homeRegion, securityAccountId } = world.settings;
  const session = await sessionsOf(world.rehearsal).open(securityAccountId);
  const iam = session.clients(homeRegion).iam as IAMClient;
  const policy = { RoleName: harvesterOf(world), PolicyName: 'deaf' };
  const Statement = { Effect: 'Deny', Action: 'sqs:ReceiveMessage', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
  try {
    return await play();
  } finally {
    await iam.send(new DeleteRolePolicyCommand(policy));
  }
}

/** An undeclared account, with a report that waits: the account has no bucket yet. */
async function joinWithReport(world: World): Promise<string> {
  const { CreateAccountStatus } = await sessionsOf(world.rehearsal).caller.organizations.send(
    new CreateAccountCommand({
      AccountName: 'Undeclared',
      Email: 'undeclared@example.com',
      RoleName: 'OrganizationAccountAccessRole',
    }),
  );
  const id = CreateAccountStatus?.AccountId ?? '';
  await put(world, `${id}/${EARLY}`, 'early');
  await until(`a marker of ${EARLY}`, () => waits(world, id));
  requireSame('stack instances of the account that joins', await instancesOf(world, id), []);
  return id;
}

/** The account, if it has an instance of the StackSet. */
async function instancesOf({ rehearsal, settings }: World, id: string): Promise<string[]> {
  const { homeRegion, managementAccountId } = settings;
  const session = await sessionsOf(rehearsal).open(managementAccountId);
  const client = session.clients(homeRegion).cloudFormation as CloudFormationClient;
  const instances = await collect(async (NextToken) => {
    const input = { StackSetName: reportStackSet(settings), StackInstanceAccount: id };
    const page = await client.send(new ListStackInstancesCommand({ ...input, NextToken }));
    return { items: page.Summaries, next: page.NextToken };
  });
  return instances.map(({ Account = '' }) => Account);
}

/** Closes an account: its instance goes, its bucket stays, and later reports are put aside. */
async function leave(world: World, id: string): Promise<void> {
  const { aws } = world.rehearsal;
  const sessions = sessionsOf(world.rehearsal);
  const { next } = await aws.events();
  await sessions.caller.organizations.send(new CloseAccountCommand({ AccountId: id }));
  // The dispatcher remembers an account that is open for five minutes, or until it is begun anew.
  await aws.control('DELETE', '/functions/sandboxes');
  const late = `${id}/prowler/2026-11-21/late.csv`;
  await put(world, late, 'late');
  await until(`${late} in quarantine`, async () => {
    return (await centralKeys(world, `quarantine/${late}`)).length === 1;
  });
  // A harvest that ends now may have begun before the account was closed.
  await until('a harvest to have removed one', async () => (await removedIn(world)) > 0);
  await until('the harvest to end', async () => (await harvestsSince(world, next)).length > 0);
  requireSame('stack instances of the account that left', await instancesOf(world, id), []);
  await requireNoneFailed(world, await harvestsSince(world, next));
  await requireKept(world, id);
}

/** How many accounts harvests have removed, as their summaries say. */
async function removedIn(world: World): Promise<number> {
  const { homeRegion, securityAccountId } = world.settings;
  const session = await sessionsOf(world.rehearsal).open(securityAccountId);
  const logGroupName = `/aws/lambda/${harvesterOf(world)}`;
  const { events = [] } = await session
    .clients(homeRegion)
    .cloudWatchLogs.send(new FilterLogEventsCommand({ logGroupName }));
  const counts = events.map(({ message }) => /"removed":(\d+)/.exec(message ?? '')?.[1]);
  return counts.reduce((all, count) => all + Number(count ?? 0), 0);
}

/** The invocations of the harvester that have ended. */
async function harvestsSince(world: World, after: number): Promise<AwsEvent[]> {
  const { events } = await world.rehearsal.aws.events(after);
  return events.filter(
    (event) => event.kind === 'invocation' && event.function === harvesterOf(world),
  );
}

/** @throws when a harvest has failed, or when the queue of failures says so */
async function requireNoneFailed(world: World, harvests: readonly AwsEvent[]): Promise<void> {
  const { homeRegion, securityAccountId } = world.settings;
  if (harvests.some(({ error }) => error)) {
    throw new Error(`expected harvests without error, got ${JSON.stringify(harvests)}`);
  }
  const session = await sessionsOf(world.rehearsal).open(securityAccountId);
  const queue = `${harvesterOf(world)}-failures`;
  const lack = await lackOfQueue({ clients: session.clients(homeRegion) }, queue);
  if (lack !== undefined) {
    throw new Error(`expected that no harvest failed, got: ${lack}`);
  }
}

/** A closed account admits no role: it is opened for a look, without an event. */
async function requireKept(world: World, id: string): Promise<void> {
  const setState = (state: string) =>
    world.rehearsal.aws.control('POST', `/accounts/${id}/state`, { state });
  await setState('ACTIVE');
  try {
    const kept = await delivered(world, id, EARLY);
    requireSame(`what the bucket of ${id} holds`, [kept?.body ?? 'nothing'], ['early']);
  } finally {
    await setState('CLOSED');
  }
}
