import {
  type ComputeEnvironmentDetail,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  type JobDefinition,
  type JobQueueDetail,
} from '@aws-sdk/client-batch';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { NamedReader } from './named-readers.ts';

export const batchReaders: Readonly<Record<string, NamedReader>> = {
  'AWS::Batch::ComputeEnvironment': async ({ clients }, names) => {
    const found = await collect<ComputeEnvironmentDetail>(async (nextToken) => {
      const page = await clients.batch.send(
        new DescribeComputeEnvironmentsCommand({ computeEnvironments: [...names], nextToken }),
      );
      return { items: page.computeEnvironments, next: page.nextToken };
    });
    return found.map(({ computeEnvironmentName = '' }) => computeEnvironmentName);
  },
  'AWS::Batch::JobQueue': async ({ clients }, names) => {
    const found = await collect<JobQueueDetail>(async (nextToken) => {
      const page = await clients.batch.send(
        new DescribeJobQueuesCommand({ jobQueues: [...names], nextToken }),
      );
      return { items: page.jobQueues, next: page.nextToken };
    });
    return found.map(({ jobQueueName = '' }) => jobQueueName);
  },
  'AWS::Batch::JobDefinition': async ({ clients }, names) => {
    const found = await pMap(names, (jobDefinitionName) =>
      collect<JobDefinition>(async (nextToken) => {
        const page = await clients.batch.send(
          new DescribeJobDefinitionsCommand({ jobDefinitionName, status: 'ACTIVE', nextToken }),
        );
        return { items: page.jobDefinitions, next: page.nextToken };
      }),
    );
    return names.filter((_, index) => (found[index] ?? []).length > 0);
  },
};
