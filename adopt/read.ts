import {
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import pMap from 'p-map';
import { collect } from '../lambda/paging.ts';
import type { Clients, Sessions } from '../organization/types.ts';
import type { WantedStack } from '../preflight/deployment/stacks.ts';
import { type Place, readers } from './kinds.ts';
import type { LeftResource, LeftStack } from './types.ts';

/** Accounts that are read at a time, and stacks of each. */
const concurrency = { accounts: 8, stacks: 4 };

/**
 * What stacks left behind that are to be deployed, and are not there, or have nothing any more.
 *
 * @param onProgress called with what is read
 */
export async function readLeft(
  stacks: readonly WantedStack[],
  sessions: Pick<Sessions, 'open'>,
  onProgress: (text: string) => void,
): Promise<LeftStack[]> {
  const mayLeave = stacks.filter((stack) => candidatesOf(stack).length > 0);
  const byAccount = [...Map.groupBy(mayLeave, ({ accountId }) => accountId)];
  const read = await pMap(
    byAccount,
    async ([accountId, its], index) => {
      onProgress(`account ${index + 1} of ${byAccount.length}: ${accountId}`);
      const session = await sessions.open(accountId);
      const readOne = (stack: WantedStack) => readStack(stack, session.clients(stack.region));
      return pMap(its, readOne, { concurrency: concurrency.stacks });
    },
    { concurrency: concurrency.accounts },
  );
  return read.flat().filter(({ resources }) => resources.length > 0);
}

/** What of a stack could be found without it. The stacks of a StackSet belong to that. */
const candidatesOf = ({ stackName, resources }: WantedStack) =>
  stackName.startsWith('StackSet-')
    ? []
    : resources.filter(
        ({ type, outlives, isRepeated }) => outlives && !isRepeated && readers[type] !== undefined,
      );

async function readStack(stack: WantedStack, clients: Clients): Promise<LeftStack> {
  const standing = await standingOf(stack, clients);
  const place = { clients, accountId: stack.accountId, resources: stack.resources };
  const resources = standing === 'deployed' ? [] : await findAll(stack, place);
  return { stack, hasRemains: standing === 'remains', resources };
}

async function findAll(stack: WantedStack, place: Place): Promise<LeftResource[]> {
  const found: LeftResource[] = [];
  for (const resource of candidatesOf(stack)) {
    const { logicalId, type } = resource;
    const left = await readers[type]?.(resource, place);
    if (left) {
      found.push({ logicalId, type, ...left });
    }
  }
  return found;
}

type Standing = 'absent' | 'remains' | 'deployed';

async function standingOf(
  { stackName: StackName }: WantedStack,
  { cloudFormation }: Clients,
): Promise<Standing> {
  const status = await statusOf(StackName, cloudFormation);
  if (status === undefined) {
    return 'absent';
  }
  // A rolled-back creation has nothing; a rolled-back import may be of a stack that has everything.
  const mayBeEmpty = ['ROLLBACK_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'];
  const isEmpty =
    mayBeEmpty.includes(status) && (await resourcesOf(StackName, cloudFormation)).every(isGone);
  return isEmpty ? 'remains' : 'deployed';
}

const isGone = ({ ResourceStatus }: StackResourceSummary): boolean =>
  ResourceStatus === 'DELETE_COMPLETE' || ResourceStatus === 'DELETE_SKIPPED';

async function statusOf(StackName: string, cloudFormation: Clients['cloudFormation']) {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0]?.StackStatus;
  } catch (error) {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (error instanceof Error && / does not exist$/.test(error.message)) {
      return undefined;
    }
    throw error;
  }
}

const resourcesOf = (StackName: string, cloudFormation: Clients['cloudFormation']) =>
  collect<StackResourceSummary>(async (NextToken) => {
    const page = await cloudFormation.send(new ListStackResourcesCommand({ StackName, NextToken }));
    return { items: page.StackResourceSummaries, next: page.NextToken };
  });
