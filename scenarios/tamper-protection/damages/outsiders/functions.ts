import {
  AddPermissionCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Attack, Outside } from '../damage.ts';
import { emptyZip } from '../empty-zip.ts';
import { arnOf, unlisted } from './refusals.ts';

const named = (attack: Attack, name: string): string =>
  arnOf(attack, 'lambda', `function:ofn-audit-${name}`);

const assume = ({ clients, accountId }: Attack, role: string, ExternalId?: string) =>
  clients.sts.send(
    new AssumeRoleCommand({
      ...{ RoleArn: `arn:aws:iam::${accountId}:role/${role}`, RoleSessionName: 'eve' },
      ExternalId,
    }),
  );

const externalId = 'ofn-audit-security-audit';
const audit = 'AssumableSecurityAuditRole';

const onFunction = { account: 'SecurityAccount', refusedBy: 'the policy of the function' } as const;
const onRole = {
  account: 'ProductionAccount',
  refusedBy: 'the trust policy of the role',
  says: /AccessDenied: .*is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::\d+:role\//,
} as const;

/** Functions and roles, in the hands of other accounts. */
export const outsideFunctionDamages: readonly Outside[] = [
  {
    ...onFunction,
    by: 'stranger',
    kind: 'forge',
    name: 'invokes the function of findings',
    does: (attack) =>
      attack.clients.lambda.send(
        new InvokeCommand({ FunctionName: named(attack, 'finding-alerts'), Payload: '{}' }),
      ),
    says: unlisted('lambda:InvokeFunction', 'function:ofn-audit-finding-alerts'),
  },
  {
    ...onFunction,
    by: 'sandbox',
    kind: 'forge',
    name: 'invokes the function of sign-ins',
    does: (attack) =>
      attack.clients.lambda.send(
        new InvokeCommand({ FunctionName: named(attack, 'sign-in-monitor'), Payload: '{}' }),
      ),
    says: unlisted('lambda:InvokeFunction', 'function:ofn-audit-sign-in-monitor'),
  },
  {
    ...onFunction,
    by: 'unsigned',
    kind: 'forge',
    name: 'invokes the function of sign-ins',
    does: (attack) =>
      attack.unsigned({
        service: 'lambda',
        path: `/2015-03-31/functions/${encodeURIComponent(named(attack, 'sign-in-monitor'))}/invocations`,
        body: '{}',
      }),
    refusedBy: 'Lambda, which asks for a signature',
    says: /Missing Authentication Token/,
  },
  {
    ...onFunction,
    by: 'sandbox',
    kind: 'forge',
    name: 'replaces the code of the dispatcher',
    does: (attack) =>
      attack.clients.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: named(attack, 'report-dispatcher'),
          ZipFile: emptyZip,
        }),
      ),
    says: unlisted('lambda:UpdateFunctionCode', 'function:ofn-audit-report-dispatcher'),
  },
  {
    ...onFunction,
    by: 'sandbox',
    kind: 'widen',
    name: 'lets itself invoke the function of flow logs',
    does: (attack) =>
      attack.clients.lambda.send(
        new AddPermissionCommand({
          ...{ FunctionName: named(attack, 'flow-logs'), StatementId: 'Eve' },
          ...{ Action: 'lambda:InvokeFunction', Principal: '*' },
        }),
      ),
    says: unlisted('lambda:AddPermission', 'function:ofn-audit-flow-logs'),
  },
  {
    ...onFunction,
    by: 'stranger',
    kind: 'starve',
    name: 'takes all executions from the function of scans',
    does: (attack) =>
      attack.clients.lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: named(attack, 'security-audit'),
          ReservedConcurrentExecutions: 0,
        }),
      ),
    says: unlisted('lambda:PutFunctionConcurrency', 'function:ofn-audit-security-audit'),
  },
  {
    ...onRole,
    by: 'scanner',
    kind: 'forge',
    name: 'assumes the audit role without the external id',
    does: (attack) => assume(attack, audit),
  },
  {
    ...onRole,
    by: 'scanner',
    kind: 'forge',
    name: 'assumes the audit role with another external id',
    does: (attack) => assume(attack, audit, 'guessed'),
  },
  {
    ...onRole,
    by: 'sandbox',
    kind: 'forge',
    name: 'assumes the audit role of another account, with the external id',
    does: (attack) => assume(attack, audit, externalId),
  },
  {
    ...onRole,
    by: 'stranger',
    kind: 'forge',
    name: 'assumes the audit role, with the external id',
    does: (attack) => assume(attack, audit, externalId),
  },
  {
    ...onRole,
    account: 'SecurityAccount',
    by: 'sandbox',
    kind: 'forge',
    name: 'assumes the role of the dispatcher',
    does: (attack) => assume(attack, 'ofn-audit-report-dispatcher'),
  },
  {
    ...onRole,
    account: 'SecurityAccount',
    by: 'sandbox',
    kind: 'forge',
    name: 'assumes the role with which org-formation deploys',
    does: (attack) => assume(attack, 'OrganizationAccountAccessRole'),
  },
];
