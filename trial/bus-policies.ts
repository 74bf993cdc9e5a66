import { PutPermissionCommand } from '@aws-sdk/client-eventbridge';
import type { Context } from './context.ts';
import type { Verdict } from './question.ts';
import { refused } from './refusal.ts';

/** Makes a bus, and puts a policy on it whose statement is right but for what is given. */
export async function busPolicyRefused(
  { accountId, partition, region, clients, makeStack, prefix }: Context,
  wrong: Readonly<Record<string, unknown>>,
): Promise<Verdict> {
  await makeStack({
    Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: prefix } } },
  });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Asked',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Action: 'events:PutEvents',
        Resource: `arn:${partition}:events:${region}:${accountId}:event-bus/${prefix}`,
        ...wrong,
      },
    ],
  });
  return refused(() =>
    clients.eventBridge.send(new PutPermissionCommand({ EventBusName: prefix, Policy })),
  );
}
