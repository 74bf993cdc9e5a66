import { expect } from 'chai';
import { type Place, readers } from '../../adopt/kinds.ts';
import type { Clients } from '../../organization/types.ts';
import { Unresolved } from '../../preflight/deployment/intrinsics.ts';
import type { WantedResource } from '../../preflight/deployment/stacks.ts';
import { type Answers, awsError, fakeClient } from '../doubles/aws-client.ts';
import { failureOf } from '../doubles/failure-of.ts';
import { fakeClients } from '../doubles/organization.ts';

/** A resource whose properties are given; `{ ref }` is what only its stack knows. */
function wanted(logicalId: string, type: string, given: Record<string, unknown>): WantedResource {
  return {
    ...{ logicalId, type, isCertain: true, isRepeated: false, outlives: true },
    properties: Object.keys(given),
    property: (name, known) => {
      const value = given[name];
      const { ref } = (value ?? {}) as { ref?: string };
      return ref === undefined
        ? value
        : (known?.attribute(ref, undefined) ?? new Unresolved(`Ref of ${ref}`));
    },
  };
}

const bucket = wanted('Bucket', 'AWS::S3::Bucket', { BucketName: 'b', Tags: [] });
const policy = wanted('Policy', 'AWS::S3::BucketPolicy', { Bucket: { ref: 'Bucket' } });
const key = wanted('Key', 'AWS::KMS::Key', {});
const alias = wanted('Alias', 'AWS::KMS::Alias', {
  AliasName: 'alias/a',
  TargetKeyId: { ref: 'Key' },
});
const queue = wanted('Queue', 'AWS::SQS::Queue', { QueueName: 'q', VisibilityTimeout: 60 });
const group = wanted('Group', 'AWS::Logs::LogGroup', { LogGroupName: '/g' });
const stackSet = wanted('StackSet', 'AWS::CloudFormation::StackSet', { StackSetName: 's' });

describe('what a stack left behind', () => {
  function look(service: keyof Clients, resource: WantedResource, answers: Answers) {
    const fake = fakeClient(answers);
    const place: Place = {
      clients: fakeClients({ [service]: fake }),
      accountId: '333333333333',
      resources: [bucket, policy, key, alias],
    };
    return { found: readers[resource.type]?.(resource, place), commands: fake.commands };
  }

  it('is a bucket of the account, by its name alone', async () => {
    const { found, commands } = look('s3', bucket, { HeadBucket: {} });

    expect(await found).to.deep.equal({
      identifier: { BucketName: 'b' },
      properties: { BucketName: 'b' },
    });
    expect(commands).to.deep.equal([
      ['HeadBucket', { Bucket: 'b', ExpectedBucketOwner: '333333333333' }],
    ]);
  });

  it('is not a bucket that is missing, of others, or in another region', async () => {
    for (const httpStatusCode of [404, 403, 301]) {
      const answer = awsError('Unknown', '', { $metadata: { httpStatusCode } });

      expect(await look('s3', bucket, { HeadBucket: answer }).found).to.equal(undefined);
    }
  });

  it('is the policy of the bucket, as it is there', async () => {
    const Policy = '{"Version":"2012-10-17","Statement":[]}';

    const { found } = look('s3', policy, { HeadBucket: {}, GetBucketPolicy: { Policy } });

    expect(await found).to.deep.equal({
      identifier: { Bucket: 'b' },
      properties: { Bucket: 'b', PolicyDocument: { Version: '2012-10-17', Statement: [] } },
    });
  });

  it('is not the policy of a bucket without one', async () => {
    const answers = { HeadBucket: {}, GetBucketPolicy: awsError('NoSuchBucketPolicy') };

    expect(await look('s3', policy, answers).found).to.equal(undefined);
  });

  it('is a key by its alias, and the alias of that key', async () => {
    const answers = { DescribeKey: { KeyMetadata: { KeyId: 'k', KeyState: 'Enabled' } } };

    expect(await look('kms', key, answers).found).to.deep.equal({
      identifier: { KeyId: 'k' },
      properties: {},
    });
    expect(await look('kms', alias, answers).found).to.deep.equal({
      identifier: { AliasName: 'alias/a' },
      properties: { AliasName: 'alias/a', TargetKeyId: 'k' },
    });
  });

  it('is not a key that is to be deleted, or has no alias', async () => {
    const pending = { DescribeKey: { KeyMetadata: { KeyId: 'k', KeyState: 'PendingDeletion' } } };

    expect(await look('kms', key, pending).found).to.equal(undefined);
    const absent = { DescribeKey: awsError('NotFoundException') };
    expect(await look('kms', alias, absent).found).to.equal(undefined);
  });

  it('is a queue, without what can be changed later', async () => {
    const answers = { GetQueueUrl: { QueueUrl: 'https://sqs/q' } };

    expect(await look('sqs', queue, answers).found).to.deep.equal({
      identifier: { QueueUrl: 'https://sqs/q' },
      properties: { QueueName: 'q' },
    });
    const absent = { GetQueueUrl: awsError('QueueDoesNotExist') };
    expect(await look('sqs', queue, absent).found).to.equal(undefined);
  });

  it('is a log group of exactly that name', async () => {
    const named = (logGroupName: string) => ({
      DescribeLogGroups: { logGroups: [{ logGroupName }] },
    });

    expect(await look('cloudWatchLogs', group, named('/g')).found).to.deep.equal({
      identifier: { LogGroupName: '/g' },
      properties: { LogGroupName: '/g' },
    });
    expect(await look('cloudWatchLogs', group, named('/g/more')).found).to.equal(undefined);
  });

  it('is a StackSet, with the template that it has', async () => {
    const StackSet = { StackSetId: 's:1', PermissionModel: 'SERVICE_MANAGED', TemplateBody: '{}' };

    expect(
      await look('cloudFormation', stackSet, { DescribeStackSet: { StackSet } }).found,
    ).to.deep.equal({
      identifier: { StackSetId: 's:1' },
      properties: { StackSetName: 's', PermissionModel: 'SERVICE_MANAGED', TemplateBody: '{}' },
    });
    const absent = { DescribeStackSet: awsError('StackSetNotFoundException') };
    expect(await look('cloudFormation', stackSet, absent).found).to.equal(undefined);
  });

  it('is not guessed when AWS denies the call', async () => {
    const { found } = look('kms', key, { DescribeKey: awsError('AccessDeniedException') });

    expect((await failureOf(found ?? Promise.resolve())).name).to.equal('AccessDeniedException');
  });
});
