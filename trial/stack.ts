import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { isNamed, OperatorError } from '../lambda/errors.ts';
import { collect } from '../lambda/paging.ts';
import type { TrialClients } from './clients.ts';
import type { Pause } from './waiting.ts';

/** A template of JSON; policies and references are CloudFormation's own. */
export type Template = Readonly<Record<string, unknown>>;

/** The stack did not become what its template says; the message is AWS's reason. */
export class StackFailed extends OperatorError {
  override name = 'StackFailed';
}

type CloudFormation = Pick<TrialClients, 'cloudFormation'>;

const tags = [{ Key: 'ofn-audit-trial', Value: 'true' }];

/**
 * Makes the stack, and waits for it. A stack that failed stays as it is, until it is removed.
 * @throws StackFailed
 */
export async function makeStack(
  clients: CloudFormation,
  StackName: string,
  template: Template,
  pause: Pause,
): Promise<Record<string, string>> {
  await clients.cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
      OnFailure: 'DO_NOTHING',
      Tags: tags,
    }),
  );
  return outputsOf(await settled(clients, StackName, pause));
}

/** @throws StackFailed */
export async function updateStack(
  clients: CloudFormation,
  StackName: string,
  template: Template,
  pause: Pause,
): Promise<Record<string, string>> {
  await clients.cloudFormation.send(
    new UpdateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
      Tags: tags,
    }),
  );
  return outputsOf(await settled(clients, StackName, pause));
}

const outputsOf = ({ Outputs = [] }: Stack): Record<string, string> =>
  Object.fromEntries(
    Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );

async function settled(clients: CloudFormation, name: string, pause: Pause): Promise<Stack> {
  for (;;) {
    const stack = await describe(clients, name);
    const status = stack?.StackStatus ?? 'gone';
    if (stack && /^(CREATE|UPDATE)_COMPLETE$/.test(status)) {
      return stack;
    }
    if (!/_IN_PROGRESS$/.test(status)) {
      throw new StackFailed(await firstFailure(clients, name));
    }
    await pause();
  }
}

async function describe(
  { cloudFormation }: CloudFormation,
  StackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0];
  } catch (error) {
    // What DescribeStacks answers about a stack that does not exist.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (isNamed(error, 'ValidationError') && /does not exist/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

/** The events come latest first; resources that were cancelled with the first do not count. */
async function firstFailure({ cloudFormation }: CloudFormation, StackName: string) {
  const { StackEvents = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName }),
  );
  const reasons = StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('FAILED'))
    .map((event) => event.ResourceStatusReason)
    .filter((reason) => reason !== undefined && !/cancelled/i.test(reason));
  return reasons.at(-1) ?? `the stack ${StackName} failed without a reason`;
}

/**
 * Empties the buckets of the stack, deletes it, and waits until it is gone.
 * @throws StackFailed when CloudFormation can't delete it
 */
export async function removeStack(
  clients: TrialClients,
  StackName: string,
  pause: Pause,
): Promise<void> {
  let there = await describe(clients, StackName);
  // What an interrupted trial has begun to update is deleted once that has ended.
  while (/^UPDATE_.*IN_PROGRESS$/.test(there?.StackStatus ?? '')) {
    await pause();
    there = await describe(clients, StackName);
  }
  if (there === undefined) {
    return;
  }
  // A name finds no stack that is deleted, an id does.
  const id = there.StackId ?? StackName;
  await emptyBuckets(clients, id);
  await clients.cloudFormation.send(new DeleteStackCommand({ StackName: id }));
  for (;;) {
    const status = (await describe(clients, id))?.StackStatus ?? 'DELETE_COMPLETE';
    if (status === 'DELETE_COMPLETE') {
      return;
    }
    if (status === 'DELETE_FAILED') {
      throw new StackFailed(await firstFailure(clients, id));
    }
    await pause();
  }
}

async function emptyBuckets(clients: TrialClients, StackName: string): Promise<void> {
  const resources = await collect(async (NextToken) => {
    const { StackResourceSummaries: items, NextToken: next } = await clients.cloudFormation.send(
      new ListStackResourcesCommand({ StackName, NextToken }),
    );
    return { items, next };
  });
  for (const { ResourceType, PhysicalResourceId: bucket } of resources) {
    if (ResourceType === 'AWS::S3::Bucket' && bucket) {
      await empty(clients, bucket);
    }
  }
}

async function empty({ s3 }: Pick<TrialClients, 's3'>, Bucket: string): Promise<void> {
  for (;;) {
    const found = await versionsIn(s3, Bucket);
    if (found.length === 0) {
      return;
    }
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: found, Quiet: true } }));
  }
}

/** The first thousand of them; none in a bucket that is gone. */
async function versionsIn(s3: TrialClients['s3'], Bucket: string): Promise<ObjectIdentifier[]> {
  try {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  } catch (error) {
    if (isNamed(error, 'NoSuchBucket')) {
      return [];
    }
    throw error;
  }
}
