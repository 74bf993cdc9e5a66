import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  type NotificationConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { normalPolicy } from '../policy-document.ts';
import type { Actual, Reader } from '../types.ts';
import { each, textOf, unless } from './each.ts';

type S3 = Pick<S3Client, 'send'>;
type Input = { readonly Bucket: string; readonly ExpectedBucketOwner: string };

/**
 * The parts of a bucket, each with the error that says that there is none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const parts: readonly ((s3: S3, input: Input) => Promise<Actual>)[] = [
  async (s3, input) => {
    const found = await unless(['ServerSideEncryptionConfigurationNotFoundError'], () =>
      s3.send(new GetBucketEncryptionCommand(input)),
    );
    return { BucketEncryption: encryptionOf(found?.ServerSideEncryptionConfiguration?.Rules) };
  },
  async (s3, input) => {
    const { Status } = await s3.send(new GetBucketVersioningCommand(input));
    return { VersioningConfiguration: { Status } };
  },
  async (s3, input) => {
    const found = await unless(['NoSuchPublicAccessBlockConfiguration'], () =>
      s3.send(new GetPublicAccessBlockCommand(input)),
    );
    return { PublicAccessBlockConfiguration: found?.PublicAccessBlockConfiguration };
  },
  async (s3, input) => {
    const found = await unless(['NoSuchLifecycleConfiguration'], () =>
      s3.send(new GetBucketLifecycleConfigurationCommand(input)),
    );
    return { LifecycleConfiguration: { Rules: found?.Rules?.map(lifecycleRule) } };
  },
  async (s3, input) => {
    const found = await unless(['OwnershipControlsNotFoundError'], () =>
      s3.send(new GetBucketOwnershipControlsCommand(input)),
    );
    return { OwnershipControls: found?.OwnershipControls };
  },
  async (s3, input) => {
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand(input));
    const { TargetBucket, TargetPrefix } = LoggingEnabled ?? {};
    const DestinationBucketName = TargetBucket;
    return { LoggingConfiguration: { DestinationBucketName, LogFilePrefix: TargetPrefix } };
  },
  async (s3, input) => ({
    NotificationConfiguration: notificationOf(
      await s3.send(new GetBucketNotificationConfigurationCommand(input)),
    ),
  }),
  async (s3, input) => {
    const found = await unless(['ObjectLockConfigurationNotFoundError'], () =>
      s3.send(new GetObjectLockConfigurationCommand(input)),
    );
    return { ObjectLockConfiguration: found?.ObjectLockConfiguration };
  },
];

type EncryptionRules = readonly {
  ApplyServerSideEncryptionByDefault?: unknown;
  BucketKeyEnabled?: boolean | undefined;
}[];

const encryptionOf = (rules: EncryptionRules = []): unknown => ({
  ServerSideEncryptionConfiguration: rules.map(
    ({ ApplyServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
      ServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault,
      // Off is the same as unset.
      ...(BucketKeyEnabled && { BucketKeyEnabled }),
    }),
  ),
});

const lifecycleRule = ({ ID, Status, Prefix, Filter, ...rule }: LifecycleRule): unknown => ({
  Id: ID,
  Status,
  Prefix: Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix,
  TagFilters: Filter?.And?.Tags ?? (Filter?.Tag ? [Filter.Tag] : []),
  ObjectSizeGreaterThan: Filter?.ObjectSizeGreaterThan ?? Filter?.And?.ObjectSizeGreaterThan,
  ObjectSizeLessThan: Filter?.ObjectSizeLessThan ?? Filter?.And?.ObjectSizeLessThan,
  ExpirationInDays: rule.Expiration?.Days,
  ExpirationDate: rule.Expiration?.Date?.toISOString(),
  ExpiredObjectDeleteMarker: rule.Expiration?.ExpiredObjectDeleteMarker || undefined,
  Transitions: rule.Transitions?.map(({ Days, StorageClass }) => ({
    StorageClass,
    TransitionInDays: Days,
  })),
  NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
  NoncurrentVersionTransitions: rule.NoncurrentVersionTransitions,
  AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
});

const notificationOf = (found: NotificationConfiguration): unknown => ({
  QueueConfigurations: found.QueueConfigurations?.flatMap(({ QueueArn, Events = [], Filter }) =>
    Events.map((Event) => ({ Event, Queue: QueueArn, Filter: Filter?.Key })),
  ),
  TopicConfigurations: found.TopicConfigurations?.flatMap(({ TopicArn, Events = [] }) =>
    Events.map((Event) => ({ Event, Topic: TopicArn })),
  ),
  LambdaConfigurations: found.LambdaFunctionConfigurations?.flatMap(
    ({ LambdaFunctionArn, Events = [] }) =>
      Events.map((Event) => ({ Event, Function: LambdaFunctionArn })),
  ),
  EventBridgeConfiguration: found.EventBridgeConfiguration && { EventBridgeEnabled: true },
});

const bucket: Reader = {
  compared: {
    BucketEncryption: {},
    VersioningConfiguration: { absent: {} },
    PublicAccessBlockConfiguration: {},
    LifecycleConfiguration: { absent: {} },
    OwnershipControls: {},
    LoggingConfiguration: { absent: {} },
    NotificationConfiguration: { absent: {} },
    ObjectLockConfiguration: { absent: {} },
  },
  skipped: {
    BucketName: 'it is read by it',
    BucketNamespace: 'it is part of the name',
    ObjectLockEnabled: 'ObjectLockConfiguration has it',
  },
  read: each(async ({ id }, { clients, accountId }) => {
    // A bucket of the name that another account made in the meantime is not ours, and denies it.
    const input = { Bucket: id, ExpectedBucketOwner: accountId };
    const found = await unless(['NoSuchBucket'], () =>
      Promise.all(parts.map((read) => read(clients.s3, input))),
    );
    return found && Object.assign({}, ...found);
  }),
};

const bucketPolicy: Reader = {
  compared: { PolicyDocument: { normal: normalPolicy } },
  skipped: { Bucket: 'it is read by it' },
  read: each(async (policy, { clients, accountId }) => {
    const input = { Bucket: textOf(policy, 'Bucket') ?? '', ExpectedBucketOwner: accountId };
    const found = await unless(['NoSuchBucket', 'NoSuchBucketPolicy'], () =>
      clients.s3.send(new GetBucketPolicyCommand(input)),
    );
    return found && { PolicyDocument: found.Policy };
  }),
};

export const bucketReaders: Readonly<Record<string, Reader>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};
