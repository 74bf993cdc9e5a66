import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { OperatorError } from '../lambda/errors.ts';
import type { Clients } from '../organization/types.ts';
import { importTemplate, resourcesToImport } from './template.ts';
import type { LeftStack } from './types.ts';

type CloudFormation = Clients['cloudFormation'];

/** A stack did not get its resources back; they are as they were. */
export class AdoptError extends OperatorError {
  override name = 'AdoptError';
}

export interface Patience {
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Looks at a stack before it is given up. Default: 600. */
  readonly looks?: number;
}

const pauseMs = 1_000;
const ChangeSetName = 'adopt';

/**
 * Makes a stack of what it left behind, by an import, which changes no resource. A stack that
 * could not be made is removed again, so that a deployment still can create it; its resources stay.
 *
 * @throws AdoptError with the reason of CloudFormation
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html
 */
export async function takeBack(
  cloudFormation: CloudFormation,
  { stack: { stackName: StackName }, hasRemains, resources }: LeftStack,
  patience: Patience,
): Promise<void> {
  if (hasRemains) {
    await removeStack(cloudFormation, StackName, patience);
  }
  await cloudFormation.send(
    new CreateChangeSetCommand({
      ...{ StackName, ChangeSetName, ChangeSetType: 'IMPORT' },
      TemplateBody: importTemplate(resources),
      ResourcesToImport: resourcesToImport(resources),
    }),
  );
  try {
    await execute(cloudFormation, StackName, patience);
  } catch (error) {
    await removeStack(cloudFormation, StackName, patience);
    throw error;
  }
}

async function execute(
  cloudFormation: CloudFormation,
  StackName: string,
  patience: Patience,
): Promise<void> {
  const change = { StackName, ChangeSetName };
  const { Status, StatusReason } = await settled(patience, async () => {
    const found = await cloudFormation.send(new DescribeChangeSetCommand(change));
    return { ...found, isSettled: !/(PENDING|IN_PROGRESS)$/.test(found.Status ?? '') };
  });
  if (Status !== 'CREATE_COMPLETE') {
    throw new AdoptError(`CloudFormation refuses to import into ${StackName}: ${StatusReason}`);
  }
  await cloudFormation.send(new ExecuteChangeSetCommand(change));
  const { StackStatus } = await settled(patience, async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const status = Stacks?.[0]?.StackStatus ?? '';
    return { StackStatus: status, isSettled: !status.endsWith('IN_PROGRESS') };
  });
  if (StackStatus !== 'IMPORT_COMPLETE') {
    const reason = await reasonOf(cloudFormation, StackName);
    throw new AdoptError(`The import into ${StackName} failed, with ${StackStatus}: ${reason}`);
  }
}

async function reasonOf(cloudFormation: CloudFormation, StackName: string): Promise<string> {
  const { StackEvents = [] } = await cloudFormation.send(
    new DescribeStackEventsCommand({ StackName }),
  );
  const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'IMPORT_FAILED');
  return failed
    ? `${failed.LogicalResourceId}: ${failed.ResourceStatusReason}`
    : 'CloudFormation gives no reason';
}

/** By its id, with which a deleted stack can be described. */
async function removeStack(
  cloudFormation: CloudFormation,
  name: string,
  patience: Patience,
): Promise<void> {
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
  const StackName = Stacks?.[0]?.StackId ?? name;
  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  const { status } = await settled(patience, async () => {
    const found = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const status = found.Stacks?.[0]?.StackStatus ?? '';
    return { status, isSettled: /^DELETE_(COMPLETE|FAILED)$/.test(status) };
  });
  if (status !== 'DELETE_COMPLETE') {
    throw new AdoptError(`The stack ${name}, which has nothing, can't be deleted: ${status}`);
  }
}

/** What is looked at once CloudFormation has finished with it. @throws AdoptError when it does not */
async function settled<T extends { isSettled: boolean }>(
  { sleep, looks = 600 }: Patience,
  look: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt <= looks; attempt++) {
    const found = await look();
    if (found.isSettled) {
      return found;
    }
    await sleep(pauseMs);
  }
  throw new AdoptError(`CloudFormation has not finished after ${looks} looks: see its console`);
}
