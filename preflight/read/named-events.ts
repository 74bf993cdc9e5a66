import {
  type EventBus,
  ListEventBusesCommand,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { byPrefix, commonPrefix, type NamedReader, oneByOne } from './named-readers.ts';
import type { Place } from './work.ts';

export const eventReaders: Readonly<Record<string, NamedReader>> = {
  'AWS::Events::EventBus': byPrefix(async ({ clients }, prefix) => {
    const found = await collect<EventBus>(async (NextToken) => {
      const page = await clients.eventBridge.send(
        new ListEventBusesCommand({ ...(prefix && { NamePrefix: prefix }), NextToken }),
      );
      return { items: page.EventBuses, next: page.NextToken };
    });
    return found.map(({ Name = '' }) => Name);
  }),
  'AWS::Events::Rule': readRules,
  // https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
  'AWS::SNS::Topic': oneByOne('NotFoundException', (place, name) => {
    const { partition, region, accountId, clients } = place;
    const TopicArn = `arn:${partition}:sns:${region}:${accountId}:${name}`;
    return clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
  }),
  'AWS::SQS::Queue': byPrefix(async ({ clients }, prefix) => {
    const found = await collect<string>(async (NextToken) => {
      // Without MaxResults SQS answers up to a thousand, and no token.
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
      const page = await clients.sqs.send(
        new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000, NextToken }),
      );
      return { items: page.QueueUrls, next: page.NextToken };
    });
    return found.map((url) => url.slice(url.lastIndexOf('/') + 1));
  }),
};

/** Rules of another bus than the default one are `BUS|RULE`, as CloudFormation has them. */
async function readRules({ clients }: Place, names: readonly string[]): Promise<string[]> {
  const byBus = Map.groupBy(names, (name) => name.slice(0, name.indexOf('|') + 1));
  const found = await pMap(
    [...byBus],
    async ([bus, ofBus]) => {
      const prefix = commonPrefix(ofBus).slice(bus.length);
      const rules = await listRules(clients.eventBridge, bus.slice(0, -1), prefix);
      return rules.map(({ Name = '' }) => `${bus}${Name}`);
    },
    { concurrency: 2 },
  );
  const wanted = new Set(names);
  return found.flat().filter((name) => wanted.has(name));
}

async function listRules(
  eventBridge: Clients['eventBridge'],
  EventBusName: string,
  NamePrefix: string,
): Promise<Rule[]> {
  try {
    return await collect(async (NextToken) => {
      const page = await eventBridge.send(
        new ListRulesCommand({
          ...(EventBusName && { EventBusName }),
          ...(NamePrefix && { NamePrefix }),
          NextToken,
        }),
      );
      return { items: page.Rules, next: page.NextToken };
    });
  } catch (error) {
    // There is no such bus: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
    if (isNamed(error, 'ResourceNotFoundException')) {
      return [];
    }
    throw error;
  }
}
