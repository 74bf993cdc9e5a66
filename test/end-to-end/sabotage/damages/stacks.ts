import {
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import type { Damage } from '../damage.ts';

/** Damages that only a deployment undoes. */
export const stackDamages: readonly Damage[] = [
  {
    name: 'deletes a stack',
    account: 'Production',
    isFinal: true,
    region: 'eu-west-1',
    act: async ({ clients: { cloudFormation } }) => {
      const StackName = 'ofn-audit-sign-in-region';
      await cloudFormation.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
      await cloudFormation.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete(
        { client: cloudFormation as never, maxWaitTime: 60, minDelay: 1, maxDelay: 1 },
        { StackName },
      );
      return undefined;
    },
    cell: { service: 'sign-ins' },
    says: /stack ofn-audit-sign-in-region does not exist: deploy its task with ForceDeploy: true$/,
  },
  {
    name: 'deletes an alarm of undelivered events',
    account: 'Security',
    isFinal: true,
    act: async ({ clients: { cloudWatch } }) => {
      await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ['ofn-audit-undelivered'] }));
      return undefined;
    },
    cell: { service: 'undelivered' },
    says: /stack ofn-audit-alerts-region: Alarm does not exist; revert/,
  },
  {
    name: 'deletes a recorder',
    account: 'Development',
    isFinal: true,
    region: 'eu-west-1',
    act: async ({ clients: { configService } }) => {
      await configService.send(
        new DeleteConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }),
      );
      return undefined;
    },
    cell: { service: 'config-recorder' },
    says: /stack ofn-audit-config-recorder: \w+ does not exist; revert/,
  },
];
