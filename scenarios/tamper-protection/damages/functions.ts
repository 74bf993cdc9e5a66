import {
  AddPermissionCommand,
  DeleteEventSourceMappingCommand,
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
import type { Attack, Damage } from './damage.ts';
import { first } from './damage.ts';
import { emptyZip } from './empty-zip.ts';

const mappingOf = async ({ clients }: Attack, FunctionName: string): Promise<string> => {
  const { EventSourceMappings } = await clients.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  return first(EventSourceMappings, `a mapping of ${FunctionName}`).UUID ?? '';
};

const inSecurity = { account: 'SecurityAccount', policy: 'ProtectBaseline' } as const;

/** Functions, and what invokes them. */
export const functionDamages: readonly Damage[] = [
  {
    ...inSecurity,
    name: 'deletes what lets the dispatcher read its queue',
    does: async (attack) => {
      const UUID = await mappingOf(attack, 'ofn-audit-report-dispatcher');
      await attack.clients.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    },
    ledger: { service: 'report-delivery', says: /reads|mapping/i },
  },
  {
    ...inSecurity,
    name: 'disables what lets the harvester read its queue',
    does: async (attack) => {
      const UUID = await mappingOf(attack, 'ofn-audit-account-harvester');
      await attack.clients.lambda.send(
        new UpdateEventSourceMappingCommand({ UUID, Enabled: false }),
      );
    },
    ledger: { service: 'report-harvester', says: /isabled|mapping/i },
  },
  {
    ...inSecurity,
    name: 'takes all executions from the function of findings',
    does: ({ clients }) =>
      clients.lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: 'ofn-audit-finding-alerts',
          ReservedConcurrentExecutions: 0,
        }),
      ),
    ledger: { service: 'finding-alerts', says: /oncurren/ },
  },
  {
    ...inSecurity,
    name: 'replaces the code that evaluates sign-ins',
    does: ({ clients }) =>
      clients.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: 'ofn-audit-sign-in-monitor',
          ZipFile: emptyZip,
        }),
      ),
    ledger: { because: 'the ledger does not compare the code of functions yet' },
  },
  {
    ...inSecurity,
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
    ledger: { service: 'flow-logs', says: /Environment/ },
  },
  {
    ...inSecurity,
    name: 'takes the permission of EventBridge to invoke the function of scans',
    does: async ({ clients }) => {
      const FunctionName = 'ofn-audit-security-audit';
      const { Policy = '{}' } = await clients.lambda.send(new GetPolicyCommand({ FunctionName }));
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
      const StatementId = first(Statement, 'a statement').Sid;
      await clients.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    },
    ledger: { service: 'security-audit', says: /[Pp]ermission|invoke/ },
  },
  {
    ...inSecurity,
    name: 'lets its own account invoke the function of findings',
    does: ({ clients, accountId }) =>
      clients.lambda.send(
        new AddPermissionCommand({
          ...{ FunctionName: 'ofn-audit-finding-alerts', StatementId: 'Outsider' },
          ...{ Action: 'lambda:InvokeFunction', Principal: accountId },
        }),
      ),
    ledger: { service: 'finding-alerts', says: /Outsider/ },
  },
  {
    ...inSecurity,
    name: 'takes the queue of failures from the function of sign-ins',
    does: ({ clients }) =>
      clients.lambda.send(
        new DeleteFunctionEventInvokeConfigCommand({ FunctionName: 'ofn-audit-sign-in-monitor' }),
      ),
    ledger: { service: 'sign-in-monitor', says: /[Ff]ail|InvokeConfig|retries/ },
  },
];
