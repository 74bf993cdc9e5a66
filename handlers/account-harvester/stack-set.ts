import { createHash } from 'node:crypto';
import {
  type CloudFormationClient,
  CreateStackInstancesCommand,
  DeleteStackInstancesCommand,
  type DeploymentTargets,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  type StackInstanceSummary,
  type StackSetOperation,
  type StackSetOperationPreferences,
  type StackSetOperationResultSummary,
  UpdateStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import type { Batch } from './plan.ts';

/** The StackSet of the management account, on whose behalf the harvester acts. */
export interface StackSet {
  cloudFormation: Pick<CloudFormationClient, 'send'>;
  name: string;
  region: string;
}

/** An operation that has not ended blocks others: a StackSet runs one at a time. */
export const isUnderWay = (status: string | undefined): boolean =>
  ['RUNNING', 'QUEUED', 'STOPPING'].includes(status ?? '');

const CallAs = 'SELF' as const;
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
const PAGE = 100;

/** An account that fails must neither stop the others nor reduce the concurrency. */
const OperationPreferences: StackSetOperationPreferences = {
  MaxConcurrentPercentage: 100,
  FailureTolerancePercentage: 100,
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
  RegionConcurrencyType: 'PARALLEL',
};

/** All instances in the home region. */
export function listInstances({
  cloudFormation,
  name,
  region,
}: StackSet): Promise<StackInstanceSummary[]> {
  const input = { StackSetName: name, StackInstanceRegion: region, MaxResults: PAGE, CallAs };
  return collect<StackInstanceSummary>(async (NextToken) => {
    const page = await cloudFormation.send(new ListStackInstancesCommand({ ...input, NextToken }));
    return { items: page.Summaries, next: page.NextToken };
  });
}

export interface Operations {
  /** The one that blocks others. */
  underWay?: string;
  /** The latest one, whether or not it has ended; empty before the first. */
  newest: string;
}

/** Of the latest operations, which are listed first. */
export async function readOperations({ cloudFormation, name }: StackSet): Promise<Operations> {
  const { Summaries = [] } = await cloudFormation.send(
    new ListStackSetOperationsCommand({ StackSetName: name, MaxResults: PAGE, CallAs }),
  );
  const underWay = Summaries.find(({ Status }) => isUnderWay(Status))?.OperationId;
  return { ...(underWay ? { underWay } : {}), newest: Summaries[0]?.OperationId ?? '' };
}

/**
 * Starts an operation and returns its id. The id is derived from the request and from the previous
 * operation: so a request that is sent twice, or by two harvests at once, starts one operation, and
 * the same request starts another one in the next harvest.
 *
 * @throws OperationInProgressException when another one is in progress
 */
export async function begin(
  stackSet: StackSet,
  rootId: string,
  batch: Batch,
  previous: string,
): Promise<string> {
  const { name, region } = stackSet;
  const { action, accounts } = batch;
  const content = JSON.stringify([name, region, action, accounts, previous]);
  const OperationId = `${action}-${createHash('sha256').update(content).digest('hex')}`;
  try {
    await request(stackSet, rootId, batch, OperationId);
  } catch (error) {
    // A response was lost, or another harvest was faster: it is this operation.
    if (!isNamed(error, 'OperationIdAlreadyExistsException')) {
      throw error;
    }
  }
  return OperationId;
}

async function request(
  { cloudFormation, name, region }: StackSet,
  rootId: string,
  { action, accounts }: Batch,
  OperationId: string,
): Promise<void> {
  const DeploymentTargets: DeploymentTargets = {
    OrganizationalUnitIds: [rootId],
    Accounts: accounts,
    AccountFilterType: 'INTERSECTION',
  };
  const target = { StackSetName: name, DeploymentTargets, Regions: [region], CallAs };
  const input = { ...target, OperationPreferences, OperationId };
  switch (action) {
    case 'create':
      await cloudFormation.send(new CreateStackInstancesCommand(input));
      return;
    case 'update':
      await cloudFormation.send(new UpdateStackInstancesCommand(input));
      return;
    case 'remove':
      // StackSets can't access a closed account, and the bucket must stay in any case.
      await cloudFormation.send(new DeleteStackInstancesCommand({ ...input, RetainStacks: true }));
      return;
    default:
      action satisfies never;
  }
}

export async function describeOperation(
  { cloudFormation, name }: StackSet,
  OperationId: string,
): Promise<StackSetOperation> {
  const { StackSetOperation: operation } = await cloudFormation.send(
    new DescribeStackSetOperationCommand({ StackSetName: name, OperationId, CallAs }),
  );
  if (!operation) {
    throw new TypeError('DescribeStackSetOperation returned no operation');
  }
  return operation;
}

/** The failures by account. An operation that tolerates all failures SUCCEEDS with them. */
export async function failuresIn(
  { cloudFormation, name }: StackSet,
  { OperationId, Status, StatusDetails }: StackSetOperation,
): Promise<Map<string, string>> {
  if (Status === 'SUCCEEDED' && !StatusDetails?.FailedStackInstancesCount) {
    return new Map();
  }
  const input = { StackSetName: name, OperationId, MaxResults: PAGE, CallAs } as const;
  const Filters = [{ Name: 'OPERATION_RESULT_STATUS' as const, Values: 'FAILED' }];
  const results = await collect<StackSetOperationResultSummary>(async (NextToken) => {
    const page = await cloudFormation.send(
      new ListStackSetOperationResultsCommand({ ...input, Filters, NextToken }),
    );
    return { items: page.Summaries, next: page.NextToken };
  });
  return new Map(
    results
      .filter((result) => result.Status === 'FAILED')
      .map(({ Account = '', StatusReason = 'failed' }) => [Account, StatusReason]),
  );
}
