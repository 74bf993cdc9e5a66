import {
  DescribeOrganizationsAccessCommand,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
  ListStackSetsCommand,
  type StackInstanceSummary,
  type StackSetSummary,
} from '@aws-sdk/client-cloudformation';
import type { StackSetSnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { given, tagsOf } from './fields.ts';
import { parametersOf } from './stacks.ts';

type CloudFormation = Clients['cloudFormation'];

/**
 * Whether StackSets may be managed by the service: AWS Organizations can trust StackSets without it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeOrganizationsAccess.html
 */
export async function readStackSetsAccess(
  cloudFormation: CloudFormation,
): Promise<string | undefined> {
  const { Status } = await cloudFormation.send(new DescribeOrganizationsAccessCommand({}));
  return Status;
}

/** The service-managed StackSets of the account, with their instances. */
export async function readStackSets(cloudFormation: CloudFormation): Promise<StackSetSnapshot[]> {
  const listed = await collect<StackSetSummary>(async (NextToken) => {
    const page = await cloudFormation.send(
      new ListStackSetsCommand({ Status: 'ACTIVE', NextToken }),
    );
    return { items: page.Summaries, next: page.NextToken };
  });
  const managed = listed.filter(({ PermissionModel }) => PermissionModel === 'SERVICE_MANAGED');
  return pMap(managed, ({ StackSetName = '' }) => readStackSet(cloudFormation, StackSetName), {
    concurrency: 4,
  });
}

async function readStackSet(
  cloudFormation: CloudFormation,
  StackSetName: string,
): Promise<StackSetSnapshot> {
  const { StackSet: found = {} } = await cloudFormation.send(
    new DescribeStackSetCommand({ StackSetName }),
  );
  const instances = await collect<StackInstanceSummary>(async (NextToken) => {
    const page = await cloudFormation.send(
      new ListStackInstancesCommand({ StackSetName, NextToken }),
    );
    return { items: page.Summaries, next: page.NextToken };
  });
  const { Description, AutoDeployment: auto, ManagedExecution: managed } = found;
  return {
    StackSetName,
    Status: found.Status ?? '',
    PermissionModel: found.PermissionModel ?? '',
    ...given({ Description }),
    ...(auto && {
      AutoDeployment: {
        Enabled: auto.Enabled ?? false,
        RetainStacksOnAccountRemoval: auto.RetainStacksOnAccountRemoval ?? false,
      },
    }),
    ...(managed && { ManagedExecution: { Active: managed.Active ?? false } }),
    Parameters: parametersOf(found.Parameters),
    Capabilities: found.Capabilities ?? [],
    Tags: tagsOf(found.Tags),
    instances: instances.map(toInstance),
  };
}

const toInstance = ({
  Account = '',
  Region = '',
  OrganizationalUnitId,
  Status = undefined,
  StackId,
}: StackInstanceSummary): StackSetSnapshot['instances'][number] => ({
  ...{ Account, Region, Status: Status ?? '' },
  ...given({ OrganizationalUnitId, StackId }),
});
