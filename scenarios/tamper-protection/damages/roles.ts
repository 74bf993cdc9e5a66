import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type Attack, first, type Inside } from './damage.ts';

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
export const roleDamages: readonly Inside[] = [
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'lets any principal of its own assume the audit role',
    alarm: 'role-trust',
    does: ({ clients, accountId }) =>
      clients.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: audit, PolicyDocument: anyOf(accountId) }),
      ),
    ledger: {
      service: 'audit-role',
      says: /the role AssumableSecurityAuditRole trusts others than the security account, or it without an external id or MFA|Role AssumeRolePolicyDocument\.Statement\[AllowScanners\] lacks [^;]*|Role AssumeRolePolicyDocument\.Statement has [^;]*, which is not ours/,
    },
  },
  {
    account: 'DevelopmentAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'takes from the audit role what it is denied',
    alarm: 'iam-policy-changes',
    does: async (attack) =>
      attack.clients.iam.send(
        new DeleteRolePolicyCommand({ RoleName: audit, PolicyName: await inlineOf(attack, audit) }),
      ),
    ledger: {
      service: 'audit-role',
      says: /the role AssumableSecurityAuditRole lacks scanners|Role Policies\.scanners is nothing, expected [^;]*/,
    },
  },
  {
    account: 'ProductionAccount',
    policy: 'ProtectBaseline',
    kind: 'narrow',
    name: 'takes the permissions of the audit role',
    alarm: 'iam-policy-changes',
    does: async ({ clients }) => {
      const { AttachedPolicies } = await clients.iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: audit }),
      );
      const { PolicyArn } = first(AttachedPolicies, 'a managed policy');
      await clients.iam.send(new DetachRolePolicyCommand({ RoleName: audit, PolicyArn }));
    },
    ledger: {
      service: 'audit-role',
      says: /the role AssumableSecurityAuditRole lacks SecurityAudit|Role ManagedPolicyArns lacks '[^']+'/,
    },
  },
  {
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'makes the audit role an administrator',
    alarm: 'iam-policy-changes',
    does: ({ clients }) =>
      clients.iam.send(
        new AttachRolePolicyCommand({
          ...{ RoleName: audit, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        }),
      ),
    ledger: {
      service: 'audit-role',
      says: /the role AssumableSecurityAuditRole has AdministratorAccess, which is not ours|Role ManagedPolicyArns has '[^']+', which is not ours/,
    },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    kind: 'narrow',
    name: 'takes from EventBridge what forwards sign-ins',
    alarm: 'iam-policy-changes',
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
    ledger: {
      service: 'sign-ins',
      says: /EventsRole Policies\.events\.Statement\[AllowEventsToBus\] lacks [^;]*|EventsRole Policies\.events\.Statement has [^;]*, which is not ours/,
    },
  },
  {
    account: 'SecurityAccount',
    policy: 'ProtectBaseline',
    kind: 'widen',
    name: 'lets the dispatcher do everything',
    alarm: 'iam-policy-changes',
    isUndone: true,
    does: async ({ clients: { iam } }) => {
      const policy = { RoleName: 'ofn-audit-report-dispatcher', PolicyName: 'eve' };
      await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: everything }));
      return () => iam.send(new DeleteRolePolicyCommand(policy));
    },
    ledger: { service: 'report-delivery', says: /Role Policies\.eve [^;]*/ },
  },
  {
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    kind: 'forge',
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
  {
    kind: 'widen',
    name: 'trusts its own account with the audit role',
    alarm: 'role-trust',
    account: 'ProductionAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { iam }, accountId }) => {
      const RoleName = 'AssumableSecurityAuditRole';
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const was = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
      const update = (PolicyDocument: string) =>
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
      const document = JSON.parse(was);
      document.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
      });
      await update(JSON.stringify(document));
      return () => update(was);
    },
    ledger: {
      service: 'audit-role',
      says: /the role AssumableSecurityAuditRole trusts others than the security account, or it without an external id or MFA|Role AssumeRolePolicyDocument.Statement has [^;]*which is not ours/,
    },
  },
  {
    kind: 'narrow',
    name: 'takes an action from the audit role',
    alarm: 'iam-policy-changes',
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { iam } }) => {
      const policy = { RoleName: 'AssumableSecurityAuditRole', PolicyName: 'scanners' };
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(policy));
      const was = decodeURIComponent(PolicyDocument);
      const put = (text: string) =>
        iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: text }));
      await put(was.replace('"dlm:GetLifecyclePolicies",', ''));
      return () => put(was);
    },
    ledger: {
      service: 'audit-role',
      says: /Role Policies\.scanners\.Statement\[\w+\]\.Action lacks 'dlm:getlifecyclepolicies'/,
    },
  },
  {
    kind: 'narrow',
    name: 'denies everything to the role that forwards sign-ins',
    alarm: 'iam-policy-changes',
    account: 'SandboxAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { iam } }) => {
      const policy = {
        RoleName: 'ofn-audit-sign-ins-events',
        PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll',
      };
      await iam.send(new AttachRolePolicyCommand(policy));
      return () => iam.send(new DetachRolePolicyCommand(policy));
    },
    ledger: {
      service: 'sign-ins',
      says: /EventsRole ManagedPolicyArns has 'arn:aws:iam::aws:policy\/AWSDenyAll', which is not ours/,
    },
  },
];
