import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createStack, settled } from './stack.ts';
import type { Planted } from './world.ts';

const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
/** A name that S3 refuses. */
const failing = { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'No' } } };

/** Stacks that a deployment can't update, and those of an earlier one. */
export const stacks: Planted = {
  kinds: [
    'stack-created-again',
    'stack-protected',
    'stack-in-review',
    'stack-delete-failed',
    'stack-taken',
    'parameter-changed',
    'report-buckets-renamed',
  ],
  async plant({ clients }) {
    const sandbox = await clients('SandboxAccount');
    const { cloudFormation, s3 } = sandbox;
    await createStack(sandbox, 'ofn-audit-audit-role', failing);
    await createStack(sandbox, 'ofn-audit-flow-logs-roles', failing);
    await cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        ...{ StackName: 'ofn-audit-flow-logs-roles', EnableTerminationProtection: true },
      }),
    );
    await cloudFormation.send(
      new CreateChangeSetCommand({
        ...{ StackName: 'ofn-audit-config-roles', ChangeSetName: 'theirs' },
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify({ Resources: { Queue: queue('in-review') } }),
      }),
    );
    const StackName = 'ofn-audit-sign-in-roles';
    const Bucket = 'their-full-bucket';
    await createStack(sandbox, StackName, {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: Bucket } },
    });
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'b' }));
    await cloudFormation.send(new DeleteStackCommand({ StackName }));
    await settled(sandbox, StackName);
    await createStack(await clients('SecurityAccount'), 'ofn-audit-alerts', {
      Jobs: queue('their-jobs'),
    });
    const former = { homeRegion: 'eu-west-1', bucketSuffix: '-x7' };
    await createStack(sandbox, 'ofn-audit-former', { Queue: queue('former') }, former);
  },
};
