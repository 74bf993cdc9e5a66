import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';

const file = path.join(import.meta.dirname, 'workload.yml');
const patienceMs = 300_000;

/** Resources of a team in an account: without any, most calls of a scanner are not made. */
export async function deployWorkload(client: Pick<CloudFormationClient, 'send'>): Promise<void> {
  const StackName = 'workload';
  const Capabilities = ['CAPABILITY_IAM' as const];
  const TemplateBody = readFileSync(file, 'utf8');
  await client.send(new CreateStackCommand({ StackName, Capabilities, TemplateBody }));
  const deadline = Date.now() + patienceMs;
  let status = 'CREATE_IN_PROGRESS';
  while (status === 'CREATE_IN_PROGRESS' && Date.now() < deadline) {
    await delay(500);
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    status = Stacks[0]?.StackStatus ?? 'gone';
  }
  expect(status).to.equal('CREATE_COMPLETE');
}
