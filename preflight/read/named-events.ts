import {
  type EventBus,
  ListEventBusesCommand,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { collect } from '../../lambda/paging.ts';
import { byPrefix, type NamedReader, oneByOne } from './named-readers.ts';

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
  // Of the default bus: a bus of the deployment is new, or found by its own name.
  'AWS::Events::Rule': byPrefix(async ({ clients }, prefix) => {
    const found = await collect<Rule>(async (NextToken) => {
      const page = await clients.eventBridge.send(
        new ListRulesCommand({ ...(prefix && { NamePrefix: prefix }), NextToken }),
      );
      return { items: page.Rules, next: page.NextToken };
    });
    return found.map(({ Name = '' }) => Name);
  }),
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
