import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  type EventSourceMappingConfiguration,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { collect } from '../../lambda/paging.ts';
import type { Target } from '../types.ts';
import { unlessGone } from './gone.ts';

/** The fault of a failure queue: it does not exist, or it holds messages. */
export async function lackOfQueue(
  { clients }: Pick<Target<'sqs'>, 'clients'>,
  QueueName: string,
): Promise<string | undefined> {
  const { sqs } = clients;
  const found = await unlessGone(async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    // All of them, as the values of the queue are read, so that it is one call.
    return sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  });
  if (found === undefined) {
    return `there is no queue ${QueueName}`;
  }
  const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inFlight } =
    found.Attributes ?? {};
  const held = Number(waiting ?? 0) + Number(inFlight ?? 0);
  return held === 0
    ? undefined
    : `the queue ${QueueName} holds ${held} ${held === 1 ? 'event' : 'events'}`;
}

/** A queue of work, and its reader. */
export interface WorkQueue {
  name: string;
  functionName: string;
  /** Whether the function returns the messages that failed: of others, SQS deletes all. */
  returnsFailures: boolean;
  /** The alarm on the age of the oldest message. */
  alarm: string;
}

/** The faults of the mapping between a queue and its function, and a message that waits too long. */
export async function lacksOfWork(
  target: Target<'cloudWatch' | 'lambda'>,
  queue: WorkQueue,
): Promise<(string | undefined)[]> {
  return [...(await lacksOfMapping(target, queue)), await lackOfAge(target, queue)];
}

async function lacksOfMapping(
  { account, region, clients }: Target<'lambda'>,
  { name, functionName, returnsFailures }: WorkQueue,
): Promise<string[]> {
  // By the end of the ARN, whatever the partition.
  const isOf = (arn = '') => arn.endsWith(`:sqs:${region}:${account.id}:${name}`);
  const all = await collect<EventSourceMappingConfiguration>(async (Marker) => {
    const page = await clients.lambda.send(new ListEventSourceMappingsCommand({ Marker }));
    return { items: page.EventSourceMappings, next: page.NextMarker };
  });
  const mappings = all.filter(({ EventSourceArn }) => isOf(EventSourceArn));
  const own = mappings.find(({ FunctionArn }) => functionIn(FunctionArn) === functionName);
  const others = mappings.filter((mapping) => mapping !== own);
  return [
    ...(own
      ? lacksOf(own, functionName, returnsFailures)
      : [`no event source mapping has ${functionName} read the queue ${name}`]),
    // It gets messages in place of ours.
    ...others.map(({ FunctionArn }) => `${functionIn(FunctionArn)} reads the queue ${name} too`),
  ];
}

const functionIn = (arn = ''): string => arn.split(':')[6] ?? '';

function lacksOf(
  {
    State = 'in no state',
    FilterCriteria,
    FunctionResponseTypes = [],
  }: EventSourceMappingConfiguration,
  functionName: string,
  returnsFailures: boolean,
): string[] {
  const mapping = `the event source mapping of ${functionName}`;
  const isOn = ['Creating', 'Enabling', 'Enabled', 'Updating'].includes(State);
  return [
    ...(isOn ? [] : [`${mapping} is ${State}: enable it`]),
    // Lambda deletes what does not match.
    ...(FilterCriteria?.Filters?.length ? [`${mapping} has a filter: remove it`] : []),
    ...(returnsFailures && !FunctionResponseTypes.includes('ReportBatchItemFailures')
      ? [`${mapping} lacks ReportBatchItemFailures, so that reports that fail are lost`]
      : []),
  ];
}

async function lackOfAge(
  { clients }: Target<'cloudWatch'>,
  { name, alarm }: WorkQueue,
): Promise<string | undefined> {
  const { MetricAlarms: [found] = [] } = await clients.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [alarm] }),
  );
  if (found === undefined) {
    return `there is no alarm ${alarm}`;
  }
  if (!found.ActionsEnabled || found.AlarmActions?.length === 0) {
    return `the alarm ${alarm} has no action`;
  }
  return found.StateValue === 'ALARM'
    ? `the oldest message of the queue ${name} has waited too long: ${found.StateReason}`
    : undefined;
}
