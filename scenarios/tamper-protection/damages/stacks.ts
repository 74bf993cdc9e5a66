import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import type { Attack, Damage } from './damage.ts';

async function remove({ clients }: Attack, StackName: string): Promise<void> {
  await clients.cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
  );
  await clients.cloudFormation.send(new DeleteStackCommand({ StackName }));
  const client = clients.cloudFormation as CloudFormationClient;
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 60 }, { StackName });
}

/** Stacks as a whole. */
export const stackDamages: readonly Damage[] = [
  {
    account: 'SandboxAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    name: 'deletes the stack that forwards sign-ins',
    does: (attack) => remove(attack, 'ofn-audit-sign-in-region'),
    ledger: { service: 'sign-ins', says: /ofn-audit-sign-in-region.*ForceDeploy|ForceDeploy/s },
  },
  {
    account: 'SandboxAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    name: 'deletes the stack of its recorder',
    does: (attack) => remove(attack, 'ofn-audit-config-recorder'),
    ledger: { service: 'config-recorder', says: /record|ForceDeploy/ },
  },
  {
    account: 'SecurityAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    name: 'deletes the stack that forwards findings',
    does: (attack) => remove(attack, 'ofn-audit-finding-region'),
    ledger: { service: 'findings', says: /ForceDeploy|rule/ },
  },
];
