import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { waitUntil } from '../../../lambda/retry.ts';
import type { Clients } from '../../../organization/types.ts';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Until nothing changes any more of a stack, well or not. */
export async function settled({ cloudFormation }: Clients, StackName: string): Promise<void> {
  const isSettled = async () => {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName }),
    );
    return !/_IN_PROGRESS$/.test(stack?.StackStatus ?? '');
  };
  await waitUntil(StackName, isSettled, { attempts: 100, everyMs: 100, sleep });
}

/** A stack of others, or one of an earlier deployment. */
export async function createStack(
  clients: Clients,
  StackName: string,
  Resources: object,
  parameters: Readonly<Record<string, string>> = {},
): Promise<void> {
  const names = Object.keys(parameters);
  const Parameters = Object.fromEntries(names.map((name) => [name, { Type: 'String' }]));
  await clients.cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify({
        ...(names.length > 0 && { Parameters }),
        Resources,
      }),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ...{ ParameterKey, ParameterValue },
      })),
    }),
  );
  await settled(clients, StackName);
}
