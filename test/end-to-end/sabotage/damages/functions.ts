import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Damage } from '../damage.ts';

export const functionDamages: readonly Damage[] = [
  {
    name: 'leaves the function of sign-ins no concurrency',
    account: 'Security',
    act: async ({ clients: { lambda } }) => {
      const FunctionName = 'ofn-audit-sign-in-monitor';
      await lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
      );
      return () => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    },
    cell: { service: 'sign-in-monitor' },
    says: /^stack ofn-audit-sign-in-monitor: Function ReservedConcurrentExecutions is '0', expected nothing; revert/,
  },
  {
    name: 'gives the function of flow logs another environment',
    account: 'Security',
    act: async ({ clients: { lambda } }) => {
      const FunctionName = 'ofn-audit-flow-logs';
      const { Environment } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      const update = (variables: Record<string, string>) =>
        lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName,
            Environment: { Variables: { ...Environment?.Variables, ...variables } },
          }),
        );
      await update({ TRAFFIC_TYPE: 'REJECT' });
      return () => update({});
    },
    cell: { service: 'flow-logs' },
    says: /^stack ofn-audit-flow-logs: Function Environment\.Variables\.TRAFFIC_TYPE is 'REJECT', expected .*; revert/,
  },
  {
    name: 'disables the queue that feeds the dispatcher of reports',
    account: 'Security',
    act: async ({ clients: { lambda } }) => {
      const { EventSourceMappings = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: 'ofn-audit-report-dispatcher' }),
      );
      const [{ UUID } = {}] = EventSourceMappings;
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
      return () => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    },
    cell: { service: 'report-delivery' },
    says: /EventSource Enabled is 'false', expected 'true'; revert/,
  },
];
