import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { isNamed } from '../../lambda/errors.ts';
import { centralReportBucket } from '../../organization/report-buckets.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { unlessGone } from './gone.ts';
import { lackOfQueue, lacksOfWork } from './queues.ts';
import { verdictOf } from './verdict.ts';

export const reportDeliveryRow: Row = {
  service: 'report-delivery',
  capability: 'security-reporting',
  title: 'New reports reach the dispatcher by its queue, and none has failed',
  onWhen:
    'the central bucket notifies the queue of new reports, the dispatcher reads it without a filter, none waits too long, and the queue of failed deliveries is empty',
  repair: orOfStack(
    'fix the reason that `npm run reports -- list` shows, and redrive the failure queue',
  ),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readReportDelivery,
};

/**
 * On when the central bucket notifies the queue of each new report, the dispatcher reads it, and no
 * delivery has failed.
 */
export async function readReportDelivery(
  target: Target<'cloudWatch' | 'lambda' | 's3' | 'sqs'>,
): Promise<Verdict> {
  const { resourcePrefix: prefix } = target.settings;
  const queue = `${prefix}-reports`;
  const functionName = `${prefix}-report-dispatcher`;
  const work = { name: queue, functionName, returnsFailures: true, alarm: `${queue}-age` };
  return verdictOf(
    await lackOfNotification(target, queue),
    await lackOfExistence(target, queue),
    ...(await lacksOfWork(target, work)),
    await lackOfQueue(target, `${queue}-failures`),
  );
}

async function lackOfNotification(
  { account, clients, settings }: Target<'s3'>,
  queue: string,
): Promise<string | undefined> {
  const Bucket = centralReportBucket(settings);
  const input = { Bucket, ExpectedBucketOwner: account.id };
  const found = await unlessNoBucket(() =>
    clients.s3.send(new GetBucketNotificationConfigurationCommand(input)),
  );
  if (found === undefined) {
    return `there is no bucket ${Bucket}`;
  }
  const notifies = (found.QueueConfigurations ?? []).some(
    ({ Events = [], Filter, QueueArn = '' }) =>
      Filter === undefined &&
      Events.includes('s3:ObjectCreated:*') &&
      QueueArn.endsWith(`:${account.id}:${queue}`),
  );
  return notifies ? undefined : `the bucket ${Bucket} does not notify the queue ${queue}`;
}

async function lackOfExistence(
  { clients }: Target<'sqs'>,
  QueueName: string,
): Promise<string | undefined> {
  const found = await unlessGone(() => clients.sqs.send(new GetQueueUrlCommand({ QueueName })));
  return found === undefined ? `there is no queue ${QueueName}` : undefined;
}

/** A setting of a bucket, or undefined when there is none. Other errors are not caught. */
export async function unlessNoBucket<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNamed(error, 'NoSuchBucket')) {
      return undefined;
    }
    throw error;
  }
}
