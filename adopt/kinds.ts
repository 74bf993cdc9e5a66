import { DescribeStackSetCommand } from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { isNamed, statusOf } from '../lambda/errors.ts';
import type { Clients } from '../organization/types.ts';
import { Unresolved } from '../preflight/deployment/intrinsics.ts';
import type { WantedResource } from '../preflight/deployment/stacks.ts';
import { nameOf } from '../preflight/names.ts';
import type { LeftResource } from './types.ts';

/** Where a stack is to be, and what it is to have. */
export interface Place {
  readonly clients: Clients;
  readonly accountId: string;
  readonly resources: readonly WantedResource[];
}

type Found = Pick<LeftResource, 'identifier' | 'properties'>;

/** Looks for what a template names. @returns undefined when it is not there, or of others */
type Reader = (resource: WantedResource, place: Place) => Promise<Found | undefined>;

/** What a call returns; undefined for these errors, which say that there is nothing. */
async function orNothing<T>(call: Promise<T>, ...absent: readonly string[]) {
  try {
    return await call;
  } catch (error) {
    if (isNamed(error, ...absent)) {
      return undefined;
    }
    throw error;
  }
}

/** A name that files decide. */
function fixedName(resource: WantedResource): string | undefined {
  const name = nameOf(resource);
  return typeof name === 'string' ? name : undefined;
}

/** Properties that can't be changed once the resource exists, as far as the template sets them. */
function fixed({ property }: WantedResource, ...names: readonly string[]): Record<string, unknown> {
  const given = names.map((name) => [name, property(name)] as const);
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined && !(value instanceof Unresolved)),
  );
}

/** The logical id of the resource that a property refers to. */
function referred({ property }: WantedResource, name: string): unknown {
  const attribute = (logicalId: string) => logicalId;
  return property(name, { attribute });
}

async function bucket(resource: WantedResource, { clients, accountId }: Place) {
  const BucketName = fixedName(resource);
  if (BucketName === undefined || !(await hasBucket(clients, BucketName, accountId))) {
    return undefined;
  }
  return {
    identifier: { BucketName },
    properties: { BucketName, ...fixed(resource, 'BucketNamespace') },
  };
}

/** HeadBucket has no body: a bucket of others is a 403, of another region a 301 or 400. */
async function hasBucket({ s3 }: Clients, Bucket: string, ExpectedBucketOwner: string) {
  try {
    await s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner }));
    return true;
  } catch (error) {
    if ([404, 403, 301, 400].includes(statusOf(error) ?? 0)) {
      return false;
    }
    throw error;
  }
}

async function bucketPolicy(resource: WantedResource, { clients, accountId, resources }: Place) {
  const owner = resources.find(({ logicalId }) => logicalId === referred(resource, 'Bucket'));
  const Bucket = owner && fixedName(owner);
  if (Bucket === undefined || !(await hasBucket(clients, Bucket, accountId))) {
    return undefined;
  }
  const input = { Bucket, ExpectedBucketOwner: accountId };
  const policy = clients.s3.send(new GetBucketPolicyCommand(input));
  const { Policy } = (await orNothing(policy, 'NoSuchBucketPolicy')) ?? {};
  // As it is: the next update compares it with the template's.
  return Policy === undefined
    ? undefined
    : { identifier: { Bucket }, properties: { Bucket, PolicyDocument: JSON.parse(Policy) } };
}

/** The id of the key of an alias, unless it is to be deleted. */
async function keyOf({ kms }: Clients, AliasName: string | undefined): Promise<string | undefined> {
  if (AliasName === undefined) {
    return undefined;
  }
  const described = kms.send(new DescribeKeyCommand({ KeyId: AliasName }));
  const { KeyMetadata } = (await orNothing(described, 'NotFoundException')) ?? {};
  return KeyMetadata?.KeyState === 'PendingDeletion' ? undefined : KeyMetadata?.KeyId;
}

async function alias(resource: WantedResource, { clients }: Place) {
  const AliasName = fixedName(resource) ?? '';
  const TargetKeyId = await keyOf(clients, fixedName(resource));
  return TargetKeyId === undefined
    ? undefined
    : { identifier: { AliasName }, properties: { AliasName, TargetKeyId } };
}

/** A key has no name but its alias. */
async function key({ logicalId }: WantedResource, { clients, resources }: Place) {
  const named = resources.find(
    (one) => one.type === 'AWS::KMS::Alias' && referred(one, 'TargetKeyId') === logicalId,
  );
  const KeyId = await keyOf(clients, named && fixedName(named));
  return KeyId === undefined ? undefined : { identifier: { KeyId }, properties: {} };
}

async function queue(resource: WantedResource, { clients, accountId }: Place) {
  const QueueName = fixedName(resource);
  if (QueueName === undefined) {
    return undefined;
  }
  const input = { QueueName, QueueOwnerAWSAccountId: accountId };
  const url = clients.sqs.send(new GetQueueUrlCommand(input));
  const absent = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];
  const { QueueUrl } = (await orNothing(url, ...absent)) ?? {};
  return QueueUrl === undefined
    ? undefined
    : { identifier: { QueueUrl }, properties: { QueueName, ...fixed(resource, 'FifoQueue') } };
}

async function logGroup(resource: WantedResource, { clients }: Place) {
  const LogGroupName = fixedName(resource);
  if (LogGroupName === undefined) {
    return undefined;
  }
  const input = { logGroupNamePrefix: LogGroupName };
  // A name sorts before all that begin with it, so that it is on the first page.
  const { logGroups = [] } = await clients.cloudWatchLogs.send(new DescribeLogGroupsCommand(input));
  return logGroups.some(({ logGroupName }) => logGroupName === LogGroupName)
    ? { identifier: { LogGroupName }, properties: { LogGroupName } }
    : undefined;
}

async function stackSet(resource: WantedResource, { clients }: Place) {
  const StackSetName = fixedName(resource);
  if (StackSetName === undefined) {
    return undefined;
  }
  const described = clients.cloudFormation.send(new DescribeStackSetCommand({ StackSetName }));
  const { StackSet } = (await orNothing(described, 'StackSetNotFoundException')) ?? {};
  const { StackSetId, PermissionModel, TemplateBody } = StackSet ?? {};
  return StackSetId === undefined
    ? undefined
    : { identifier: { StackSetId }, properties: { StackSetName, PermissionModel, TemplateBody } };
}

/**
 * How what outlives its stack is found. Not here: what has no name of ours, such as a detector of
 * GuardDuty or a service-linked role, and policies of queues, which CloudFormation makes again.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
 */
export const readers: Readonly<Record<string, Reader>> = {
  'AWS::CloudFormation::StackSet': stackSet,
  'AWS::KMS::Alias': alias,
  'AWS::KMS::Key': key,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
  'AWS::SQS::Queue': queue,
};
