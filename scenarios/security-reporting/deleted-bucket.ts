import {
  type CloudFormationClient,
  DeleteStackInstancesCommand,
  DescribeStackSetOperationCommand,
} from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListRootsCommand } from '@aws-sdk/client-organizations';
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import {
  accountReportBucket,
  centralReportBucket,
  reportStackSet,
} from '../../organization/report-buckets.ts';
import type { Clients } from '../../organization/types.ts';
import { messagesOf } from '../alerts/messages.ts';
import { requireQueueAlarm } from '../alerts/queue-alarm.ts';
import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { holesOf } from './holes.ts';
import { delivered, isDeployed, keysIn, put, s3Of, until } from './reports.ts';

const KEY = 'prowler/2026-11-20/for-a-deleted-bucket.csv';

export const deletedBucketIsSeen: Scenario = {
  capability: 'security-reporting',
  name: 'alerts on a bucket that its account has deleted, and delivers once it is created again',
  // Others look at what they have delivered to the accounts.
  order: 9,
  // Four harvests take some seconds.
  fromAccounts: 20,
  applies: isDeployed,
  async run(world) {
    const { id } = await someMember(world);
    const { securityAccountId } = world.settings;
    await deleteBucket(world, id);
    await put(world, `${id}/${KEY}`, 'waits');
    await until(`a marker of ${KEY}`, () => waits(world, id));

    const alert = await alertOfHarvest(world, id);
    const holes = (await holesOf(world)).map((hole) => hole.split(':')[0] ?? '');
    requireSame('holes of the ledger', holes, [
      `report-bucket ${id}`,
      `report-harvester ${securityAccountId}`,
    ]);

    await recreate(world, id);
    await until(`${KEY} in the bucket of ${id}`, async () => {
      return (await delivered(world, id, KEY))?.body === 'waits';
    });
    await until(`no marker of ${KEY}`, async () => !(await waits(world, id)));
    await purge(world);
    requireSame('holes of the ledger after the repair', await holesOf(world), []);
    return alert;
  },
};

const harvesterOf = ({ settings }: World): string => `${settings.resourcePrefix}-account-harvester`;

async function clientsOf({ rehearsal, settings }: World, accountId: string): Promise<Clients> {
  const session = await sessionsOf(rehearsal).open(accountId);
  return session.clients(settings.homeRegion);
}

/** As an administrator would whom the organization's policies exempt. */
async function deleteBucket(world: World, id: string): Promise<void> {
  const s3 = await s3Of(world, id);
  const Bucket = accountReportBucket(world.settings, id);
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) {
      break;
    }
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

async function waits(world: World, id: string): Promise<boolean> {
  const s3 = await s3Of(world, world.settings.securityAccountId);
  const bucket = centralReportBucket(world.settings);
  return (await keysIn(s3, bucket, `waiting/${id}/${KEY}`)).length > 0;
}

/** The e-mail about the next harvest on schedule, and the failure that it leads to. */
async function alertOfHarvest(world: World, id: string): Promise<string> {
  const { homeRegion: region, securityAccountId: accountId } = world.settings;
  const name = `${harvesterOf(world)}-failures`;
  const before = (await messagesOf(world)).length;
  const rule = `${harvesterOf(world)}-schedule`;
  await world.rehearsal.aws.control('POST', '/events/schedule', { accountId, region, rule });
  const alerts = async () =>
    (await messagesOf(world))
      .slice(before)
      .filter(({ subject }) => subject?.startsWith(`ALARM: "${name}" in `));
  await until(`an alarm of ${name}`, async () => (await alerts()).length > 0);
  const [alert, ...more] = await alerts();
  const text = alert?.deliveries.find(({ endpoint }) => endpoint.includes('@'))?.text ?? '';
  if (more.length > 0) {
    throw new Error(`expected one e-mail about buckets, got ${text} and ${more.length} more`);
  }
  requireQueueAlarm(world, text, {
    ...{ name, queue: name, metric: 'ApproximateNumberOfMessagesVisible', threshold: 0 },
    description:
      "Some accounts lack their report bucket. The messages of the queue of this name and the harvester's log name them, or hold the lost event; fix the cause, invoke the function with {}, and purge the queue",
  });
  const { sqs } = await clientsOf(world, accountId);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }),
  );
  const { responsePayload } = JSON.parse(message?.Body ?? '{}');
  const reason = String(responsePayload?.errorMessage);
  const bucket = accountReportBucket(world.settings, id);
  if (
    !reason.includes(`${id}: its bucket ${bucket} was deleted, and reports wait for it: delete`)
  ) {
    throw new Error(`expected a failure that names ${id} and the remedy, got ${message?.Body}`);
  }
  return `${alert?.subject}\n${text}\n${reason}`;
}

/** The steps of the README: the instance goes with its stack, and a harvest creates both. */
async function recreate(world: World, id: string): Promise<void> {
  const { homeRegion, managementAccountId, securityAccountId } = world.settings;
  const { organizations } = sessionsOf(world.rehearsal).caller;
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}));
  const cloudFormation = (await clientsOf(world, managementAccountId))
    .cloudFormation as CloudFormationClient;
  const StackSetName = reportStackSet(world.settings);
  const { OperationId } = await cloudFormation.send(
    new DeleteStackInstancesCommand({
      StackSetName,
      DeploymentTargets: {
        OrganizationalUnitIds: [root?.Id ?? ''],
        Accounts: [id],
        AccountFilterType: 'INTERSECTION',
      },
      Regions: [homeRegion],
      RetainStacks: false,
    }),
  );
  await until('the stack instance to be deleted', async () => {
    const { StackSetOperation } = await cloudFormation.send(
      new DescribeStackSetOperationCommand({ StackSetName, OperationId }),
    );
    return StackSetOperation?.Status === 'SUCCEEDED';
  });
  const { lambda } = await clientsOf(world, securityAccountId);
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: harvesterOf(world), Payload: '{}' }),
  );
  const summary = JSON.parse(Payload?.transformToString() ?? '{}');
  if (FunctionError || summary.created !== 1 || summary.replayed !== 1) {
    throw new Error(`expected one account and one report, got ${JSON.stringify(summary)}`);
  }
}

async function purge(world: World): Promise<void> {
  const { sqs } = await clientsOf(world, world.settings.securityAccountId);
  const QueueName = `${harvesterOf(world)}-failures`;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
}
