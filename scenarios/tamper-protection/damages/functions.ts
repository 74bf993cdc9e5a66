import {
  AddPermissionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { type Attack, first, type Inside } from './damage.ts';
import { emptyZip } from './empty-zip.ts';

const mappingOf = async ({ clients }: Attack, FunctionName: string): Promise<string> => {
  const { EventSourceMappings } = await clients.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  return first(EventSourceMappings, `a mapping of ${FunctionName}`).UUID ?? '';
};

const inSecurity = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;

/** Functions, and what invokes them. */
export const functionDamages: readonly Inside[] = [
  {
    ...inSecurity,
    kind: 'delete',
    name: 'deletes what lets the dispatcher read its queue',
    does: async (attack) => {
      const UUID = await mappingOf(attack, 'ofn-audit-report-dispatcher');
      await attack.clients.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    },
    ledger: {
      service: 'report-delivery',
      says: /no event source mapping has ofn-audit-report-dispatcher read the queue ofn-audit-reports|EventSource does not exist/,
    },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'disables what lets the harvester read its queue',
    does: async (attack) => {
      const UUID = await mappingOf(attack, 'ofn-audit-account-harvester');
      await attack.clients.lambda.send(
        new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
      );
    },
    ledger: {
      service: 'report-harvester',
      alsoIn: ['report-delivery'],
      says: /the event source mapping of ofn-audit-account-harvester is Disabled: enable it|AccountEvents Enabled is 'false', expected 'true'/,
    },
  },
  {
    ...inSecurity,
    kind: 'starve',
    name: 'takes all executions from the function of findings',
    does: ({ clients }) =>
      clients.lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: 'ofn-audit-finding-alerts',
          ReservedConcurrentExecutions: 0,
        }),
      ),
    ledger: {
      service: 'finding-alerts',
      says: /Function ReservedConcurrentExecutions is '0', expected nothing/,
    },
  },
  {
    ...inSecurity,
    kind: 'forge',
    name: 'replaces the code that evaluates sign-ins',
    does: ({ clients }) =>
      clients.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'ofn-audit-sign-in-monitor',
          ZipFile: emptyZip,
        }),
      ),
    ledger: {
      service: 'sign-in-monitor',
      says: /Function Code is 'not that of [^']+', expected 'that of its archive'/,
    },
  },
  {
    ...inSecurity,
    kind: 'redirect',
    name: 'takes the destination of flow logs from their function',
    does: async ({ clients }) => {
      const FunctionName = 'ofn-audit-flow-logs';
      const { Environment } = await clients.lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      const Variables = { ...Environment?.Variables, DESTINATIONS: 'cloud-watch-logs' };
      await clients.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
      );
    },
    ledger: {
      service: 'flow-logs',
      says: /Function Environment\.Variables\.DESTINATIONS is 'cloud-watch-logs', expected '[^']+'/,
    },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'takes the permission of EventBridge to invoke the function of scans',
    does: async ({ clients }) => {
      const FunctionName = 'ofn-audit-security-audit';
      const { Policy = '{}' } = await clients.lambda.send(new GetPolicyCommand({ FunctionName }));
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
      const StatementId = first(Statement, 'a statement').Sid;
      await clients.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    },
    ledger: { service: 'security-audit', says: /Permission does not exist/ },
  },
  {
    ...inSecurity,
    kind: 'widen',
    name: 'lets its own account invoke the function of findings',
    alarm: 'sharing',
    does: ({ clients, accountId }) =>
      clients.lambda.send(
        new AddPermissionCommand({
          ...{ FunctionName: 'ofn-audit-finding-alerts', StatementId: 'Outsider' },
          ...{ Action: 'lambda:InvokeFunction', Principal: accountId },
        }),
      ),
    ledger: {
      service: 'finding-alerts',
      says: /Function OtherPermissions\[Outsider\] has [^;]*, which is not ours/,
    },
  },
  {
    ...inSecurity,
    kind: 'delete',
    name: 'takes the queue of failures from the function of sign-ins',
    does: ({ clients }) =>
      clients.lambda.send(
        new DeleteFunctionEventInvokeConfigCommand({ FunctionName: 'ofn-audit-sign-in-monitor' }),
      ),
    ledger: { service: 'sign-in-monitor', says: /InvokeConfig does not exist/ },
  },
  {
    kind: 'starve',
    name: 'leaves the function of sign-ins no concurrency',
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { lambda } }) => {
      const FunctionName = 'ofn-audit-sign-in-monitor';
      await lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
      );
      return () => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    },
    ledger: {
      service: 'sign-in-monitor',
      says: /Function ReservedConcurrentExecutions is '0', expected nothing/,
    },
  },
  {
    kind: 'narrow',
    name: 'gives the function of flow logs another environment',
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { lambda } }) => {
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
    ledger: {
      service: 'flow-logs',
      says: /Function Environment\.Variables\.TRAFFIC_TYPE is 'REJECT', expected [^;]*/,
    },
  },
  {
    kind: 'starve',
    name: 'disables the queue that feeds the dispatcher of reports',
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { lambda } }) => {
      const { EventSourceMappings = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: 'ofn-audit-report-dispatcher' }),
      );
      const [{ UUID } = {}] = EventSourceMappings;
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
      return () => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    },
    ledger: {
      service: 'report-delivery',
      says: /the event source mapping of ofn-audit-report-dispatcher is Disabled: enable it|EventSource Enabled is 'false', expected 'true'/,
    },
  },
];
