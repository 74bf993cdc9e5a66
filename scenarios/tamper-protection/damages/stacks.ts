import {
  type CloudFormationClient,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import type { Attack, Inside } from './damage.ts';

async function remove({ clients }: Attack, StackName: string): Promise<void> {
  await clients.cloudFormation.send(
    new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
  );
  await clients.cloudFormation.send(new DeleteStackCommand({ StackName }));
  const client = clients.cloudFormation as CloudFormationClient;
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 60 }, { StackName });
}

/** Stacks as a whole. */
export const stackDamages: readonly Inside[] = [
  {
    account: 'SandboxAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    kind: 'delete',
    name: 'deletes the stack that forwards sign-ins',
    does: (attack) => remove(attack, 'ofn-audit-sign-in-region'),
    ledger: {
      service: 'sign-ins',
      says: /there is no rule ofn-audit-sign-ins|stack ofn-audit-sign-in-region does not exist: deploy its task with ForceDeploy: true/,
    },
  },
  {
    account: 'SandboxAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    kind: 'delete',
    name: 'deletes the stack of its recorder',
    does: (attack) => remove(attack, 'ofn-audit-config-recorder'),
    ledger: {
      service: 'config-recorder',
      says: /there are 0 recorders|stack ofn-audit-config-recorder does not exist: deploy its task with ForceDeploy: true/,
    },
  },
  {
    account: 'SecurityAccount',
    region: 'eu-west-1',
    policy: 'ProtectBaseline',
    kind: 'delete',
    name: 'deletes the stack that forwards findings',
    does: (attack) => remove(attack, 'ofn-audit-finding-region'),
    ledger: {
      service: 'findings',
      says: /there is no rule ofn-audit-findings-guardduty|stack ofn-audit-finding-region does not exist: deploy its task with ForceDeploy: true/,
    },
  },
  {
    kind: 'delete',
    name: 'deletes an alarm of undelivered events',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    does: async ({ clients: { cloudWatch } }) => {
      await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['ofn-audit-undelivered'] }));
    },
    ledger: {
      service: 'undelivered',
      says: /there is no alarm ofn-audit-undelivered|Alarm does not exist/,
    },
  },
  {
    kind: 'delete',
    name: 'deletes a recorder',
    alarm: 'detection-changes',
    account: 'DevelopmentAccount',
    policy: 'ProtectDetection',
    region: 'eu-west-1',
    does: async ({ clients: { configService } }) => {
      await configService.send(
        new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      );
    },
    ledger: {
      service: 'config-recorder',
      says: /there are 0 recorders|Recorder does not exist/,
    },
  },
];
