import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import pMap from 'p-map';
import { describeError, isNamed } from '../lambda/errors.ts';
import { isActive } from '../organization/accounts.ts';
import type { Clients } from '../organization/types.ts';
import type { StateTarget } from '../preflight/findings/state-file.ts';
import { isGone, type LiftOptions } from './lift.ts';

type CloudFormation = Clients['cloudFormation'];

/** org-formation waits as long. */
const maxWaitSeconds = 1800;

/**
 * Deletes stacks that org-formation could not delete: it says so, succeeds, and forgets them. One that
 * fails again stops nothing, since no other stack waits for it.
 *
 * @returns those that are still there
 */
export async function deleteAgain(
  forgotten: readonly StateTarget[],
  { sessions, accounts, say }: LiftOptions,
): Promise<StateTarget[]> {
  const open = new Set(accounts.filter(isActive).map(({ id }) => id));
  const there = forgotten.filter(({ accountId }) => open.has(accountId));
  const byAccount = Map.groupBy(there, ({ accountId }) => accountId);
  const left = await pMap(
    byAccount,
    async ([accountId, targets]) => {
      const session = sessions.open(accountId);
      return pMap(targets, async (target) => {
        const { stackName, region } = target;
        const reason = await session
          .then(({ clients }) => deleteOne(clients(region).cloudFormation, stackName))
          .catch(describeError);
        if (reason === undefined) {
          return [];
        }
        say(
          `${stackName} of ${accountId} in ${region} is not deleted, and the next deployment tries again: ${reason}`,
        );
        return [target];
      });
    },
    { concurrency: 10 },
  );
  return left.flat(2);
}

/** @returns why it is still there; undefined when it is gone */
async function deleteOne(client: CloudFormation, StackName: string): Promise<string | undefined> {
  const stack = await describe(client, StackName);
  if (!stack) {
    return undefined;
  }
  await client.send(new DeleteStackCommand({ StackName }));
  try {
    const waiting = {
      client: client as never,
      minDelay: 1,
      maxDelay: 5,
      maxWaitTime: maxWaitSeconds,
    };
    // By its id: a stack that is deleted has no name any more.
    await waitUntilStackDeleteComplete(waiting, { StackName: stack.StackId });
    return undefined;
  } catch (error) {
    if (isNamed(error, 'TimeoutError')) {
      return `it was not deleted within ${maxWaitSeconds} seconds`;
    }
    return failuresOf(client, stack.StackId ?? StackName);
  }
}

async function describe(client: CloudFormation, StackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0];
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

/** What CloudFormation says of the resources that it could not delete last: the newest events come first. */
async function failuresOf(client: CloudFormation, StackName: string): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const [last] = StackEvents;
  const failed = StackEvents.filter(
    ({ ResourceStatus, PhysicalResourceId }) =>
      ResourceStatus === 'DELETE_FAILED' && PhysicalResourceId !== last?.StackId,
  );
  const reasons = failed.map(
    ({ LogicalResourceId, ResourceStatusReason }) =>
      `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return [...new Set(reasons)].join('; ') || `it is ${last?.ResourceStatus}`;
}
