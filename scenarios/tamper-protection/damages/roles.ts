import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Attack, Damage } from './damage.ts';
import { first } from './damage.ts';

const audit = 'AssumableSecurityAuditRole';
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const anyOf = (accountId: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
  });

const inlineOf = async ({ clients }: Attack, RoleName: string): Promise<string> =>
  first(
    (await clients.iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames,
    `a policy of ${RoleName}`,
  );

/** Roles, of which those that are exempt would make others exempt. */
export const roleDamages: readonly Damage[] = [
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    name: 'lets any principal of its own assume the audit role',
    does: ({ clients, accountId }) =>
      clients.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: audit, PolicyDocument: anyOf(accountId) }),
      ),
    ledger: { service: 'audit-role', says: /AssumeRolePolicyDocument|trust/ },
  },
  {
    account: 'DevelopmentAccount',
    policy: 'ProtectBaseline',
    name: 'takes from the audit role what it is denied',
    does: async (attack) =>
      attack.clients.iam.send(
        new DeleteRolePolicyCommand({ RoleName: audit, PolicyName: await inlineOf(attack, audit) }),
      ),
    ledger: { service: 'audit-role', says: /Policies|policy/ },
  },
  {
    account: 'ProductionAccount',
    policy: 'ProtectBaseline',
    name: 'takes the permissions of the audit role',
    does: async ({ clients }) => {
      const { AttachedPolicies } = await clients.iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: audit }),
      );
      const { PolicyArn } = first(AttachedPolicies, 'a managed policy');
      await clients.iam.send(new DetachRolePolicyCommand({ RoleName: audit, PolicyArn }));
    },
    ledger: { service: 'audit-role', says: /ManagedPolicyArns|SecurityAudit|ViewOnly/ },
  },
  {
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    name: 'makes the audit role an administrator',
    does: ({ clients }) =>
      clients.iam.send(
        new AttachRolePolicyCommand({
          ...{ RoleName: audit, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        }),
      ),
    ledger: { service: 'audit-role', says: /AdministratorAccess/ },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    name: 'takes from EventBridge what forwards sign-ins',
    does: async (attack) => {
      const RoleName = 'ofn-audit-sign-ins-events';
      await attack.clients.iam.send(
        new PutRolePolicyCommand({
          ...{ RoleName, PolicyName: await inlineOf(attack, RoleName) },
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
          }),
        }),
      );
    },
    ledger: { service: 'sign-ins', says: /Policies|policy/ },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    name: 'lets the dispatcher do everything',
    does: async (attack) => {
      const RoleName = 'ofn-audit-report-dispatcher';
      await attack.clients.iam.send(
        new PutRolePolicyCommand({
          ...{ RoleName, PolicyName: await inlineOf(attack, RoleName) },
          PolicyDocument: everything,
        }),
      );
    },
    ledger: { service: 'report-delivery', says: /Policies|policy/ },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    name: 'makes a role that would be exempt',
    does: async ({ clients, accountId }) => {
      await clients.iam.send(new GetRoleCommand({ RoleName: audit }));
      await clients.iam.send(
        new CreateRoleCommand({
          ...{ RoleName: 'ofn-audit-mine', AssumeRolePolicyDocument: anyOf(accountId) },
        }),
      );
    },
    ledger: { because: 'it is of no stack; the call is in the trail, and raises an alarm' },
  },
];
