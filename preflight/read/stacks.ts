import {
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type Parameter,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { StackSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { given, tagsOf } from './fields.ts';
import { isCentral, type Place, wantedHere } from './work.ts';

type CloudFormation = Clients['cloudFormation'];

/**
 * The stacks of a place that are not deleted. Resources are read of those stacks that own what a
 * deployment names, and of all where the organization is administered; for others they are empty.
 */
export async function readStacks(place: Place): Promise<StackSnapshot[]> {
  const { cloudFormation } = place.clients;
  const stacks = await collect<Stack>(async (NextToken) => {
    const page = await cloudFormation.send(new DescribeStacksCommand({ NextToken }));
    return { items: page.Stacks, next: page.NextToken };
  });
  const ours = new Set(wantedHere(place).map(({ stackName }) => stackName));
  const all = isCentral(place);
  return pMap(
    stacks,
    async (stack) => {
      const { StackName = '', StackId = StackName } = stack;
      const isRead = all || ours.has(StackName) || ours.has(withoutId(StackName));
      return toStack(stack, isRead ? await readResources(cloudFormation, StackId) : []);
    },
    { concurrency: 4 },
  );
}

// An instance of a StackSet is the stack StackSet-NAME-UUID.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
const withoutId = (stackName: string): string =>
  stackName.replace(/^(StackSet-.+)-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, '$1');

async function readResources(
  cloudFormation: CloudFormation,
  StackName: string,
): Promise<StackSnapshot['resources']> {
  const found = await collect<StackResourceSummary>(async (NextToken) => {
    const page = await cloudFormation.send(new ListStackResourcesCommand({ StackName, NextToken }));
    return { items: page.StackResourceSummaries, next: page.NextToken };
  });
  return found.map(
    ({ LogicalResourceId = '', PhysicalResourceId = '', ResourceType = '', ResourceStatus }) => ({
      ...{ LogicalResourceId, PhysicalResourceId, ResourceType },
      ResourceStatus: ResourceStatus ?? '',
    }),
  );
}

function toStack(stack: Stack, resources: StackSnapshot['resources']): StackSnapshot {
  const { StackName = '', StackId = '', StackStatus, StackStatusReason, ParentId } = stack;
  const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
    OutputKey,
    OutputValue,
  ]);
  return {
    ...{ StackName, StackId, StackStatus: StackStatus ?? '' },
    ...given({ StackStatusReason, ParentId }),
    CreationTime: stack.CreationTime?.toISOString() ?? '',
    EnableTerminationProtection: stack.EnableTerminationProtection ?? false,
    Parameters: parametersOf(stack.Parameters),
    Outputs: Object.fromEntries(outputs),
    Tags: tagsOf(stack.Tags),
    resources,
  };
}

export function parametersOf(parameters: readonly Parameter[] = []): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]),
  );
}
