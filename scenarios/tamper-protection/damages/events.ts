import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type Attack, first, type Inside } from './damage.ts';

const targetsOf = async ({ clients }: Attack, Rule: string, EventBusName?: string) =>
  (await clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule, EventBusName }))).Targets ??
  [];

/** Rules and buses, on which alerts travel. */
export const eventDamages: readonly Inside[] = [
  {
    kind: 'disable',
    name: 'disables the rule that forwards sign-ins',
    account: 'SandboxAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(new DisableRuleCommand({ Name: 'ofn-audit-sign-ins' })),
    ledger: {
      service: 'sign-ins',
      says: /the rule ofn-audit-sign-ins is DISABLED|SignInRule State is 'DISABLED', expected 'ENABLED'/,
    },
  },
  {
    kind: 'delete',
    name: 'takes the target from the rule that forwards sign-ins',
    account: 'DevelopmentAccount',
    policy: 'ProtectDetection',
    does: async (attack) => {
      const Rule = 'ofn-audit-sign-ins';
      const Ids = (await targetsOf(attack, Rule)).map(({ Id }) => Id ?? '');
      await attack.clients.eventBridge.send(new RemoveTargetsCommand({ Rule, Ids }));
    },
    ledger: {
      service: 'sign-ins',
      says: /the rule ofn-audit-sign-ins does not target [^;]*|SignInRule Targets\[Bus\] lacks [^;]*/,
    },
  },
  {
    kind: 'delete',
    name: 'deletes the rule that forwards sign-ins',
    account: 'ProductionAccount',
    policy: 'ProtectDetection',
    does: async (attack) => {
      const Rule = 'ofn-audit-sign-ins';
      const Ids = (await targetsOf(attack, Rule)).map(({ Id }) => Id ?? '');
      await attack.clients.eventBridge.send(new RemoveTargetsCommand({ Rule, Ids }));
      await attack.clients.eventBridge.send(new DeleteRuleCommand({ Name: Rule }));
    },
    ledger: {
      service: 'sign-ins',
      says: /there is no rule ofn-audit-sign-ins|SignInRule does not exist/,
    },
  },
  {
    kind: 'narrow',
    name: 'narrows the rule that forwards new VPCs to one that never matches',
    account: 'SandboxAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new PutRuleCommand({
          Name: 'ofn-audit-flow-logs',
          EventPattern: JSON.stringify({ source: ['aws.nothing'] }),
        }),
      ),
    ledger: {
      service: 'flow-logs',
      says: /NewVpcRule EventPattern\.[\w-]+ is nothing, expected [^;]*|NewVpcRule EventPattern\.source has 'aws\.nothing', expected 'aws\.ec2'/,
    },
  },
  {
    kind: 'redirect',
    name: 'redirects noncompliant resources to a bus of its own',
    account: 'SandboxAccount',
    policy: 'ProtectDetection',
    does: async (attack) => {
      const Rule = 'ofn-audit-config-recorder';
      const target = first(await targetsOf(attack, Rule), 'a target');
      const Arn = `arn:aws:events:${attack.region}:${attack.accountId}:event-bus/default`;
      await attack.clients.eventBridge.send(
        new PutTargetsCommand({ Rule, Targets: [{ ...target, Arn }] }),
      );
    },
    ledger: {
      service: 'config-recorder',
      says: /NonComplianceRule Targets\[Bus\]\.Arn is '[^']+', expected '[^']+'/,
    },
  },
  {
    kind: 'disable',
    name: 'disables the rule that evaluates sign-ins',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new DisableRuleCommand({
          Name: 'ofn-audit-sign-ins-judged',
          EventBusName: 'ofn-audit-sign-ins',
        }),
      ),
    ledger: {
      service: 'sign-in-monitor',
      says: /the rule ofn-audit-sign-ins-judged is DISABLED|JudgeRule State is 'DISABLED', expected 'ENABLED'/,
    },
  },
  {
    kind: 'narrow',
    name: 'narrows the alerts of GuardDuty to one region',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    does: async ({ clients }) => {
      const Name = 'ofn-audit-findings-guardduty';
      const { EventPattern = '{}' } = await clients.eventBridge.send(
        new DescribeRuleCommand({ Name }),
      );
      const pattern = { ...JSON.parse(EventPattern), region: ['sa-east-1'] };
      await clients.eventBridge.send(
        new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }),
      );
    },
    ledger: {
      service: 'findings',
      says: /GuardDutyRule EventPattern\.region is \["sa-east-1"\], expected nothing/,
    },
  },
  {
    kind: 'disable',
    name: 'disables the schedule of scans',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new DisableRuleCommand({ Name: 'ofn-audit-security-audit-schedule' }),
      ),
    ledger: {
      service: 'security-audit',
      says: /the rule ofn-audit-security-audit-schedule is DISABLED|ScheduleRule State is 'DISABLED', expected 'ENABLED'/,
    },
  },
  {
    kind: 'widen',
    name: 'lets any account put events on the bus of sign-ins',
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new PutPermissionCommand({
          ...{ EventBusName: 'ofn-audit-sign-ins', StatementId: 'AnyPrincipal' },
          ...{ Action: 'events:PutEvents', Principal: '*' },
        }),
      ),
    ledger: {
      service: 'sign-in-monitor',
      says: /Bus OtherStatements\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    kind: 'narrow',
    name: 'closes the bus of new VPCs',
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new RemovePermissionCommand({
          EventBusName: 'ofn-audit-flow-logs',
          RemoveAllPermissions: true,
        }),
      ),
    ledger: { service: 'flow-logs', says: /BusPolicy does not exist/ },
  },
  {
    kind: 'disable',
    name: 'disables the rule of new VPCs',
    account: 'ProductionAccount',
    policy: 'ProtectDetection',
    isUndone: true,
    does: async ({ clients }) => {
      const rule = { Name: 'ofn-audit-flow-logs' };
      await clients.eventBridge.send(new DisableRuleCommand(rule));
      return () => clients.eventBridge.send(new EnableRuleCommand(rule));
    },
    ledger: {
      service: 'flow-logs',
      says: /NewVpcRule State is 'DISABLED', expected 'ENABLED'/,
    },
  },
  {
    kind: 'narrow',
    name: 'narrows the pattern of the rule of noncompliant resources',
    account: 'ProductionAccount',
    policy: 'ProtectDetection',
    isUndone: true,
    does: async ({ clients: { eventBridge } }) => {
      const Name = 'ofn-audit-config-recorder';
      const { EventPattern } = await eventBridge.send(new DescribeRuleCommand({ Name }));
      const narrow = JSON.stringify({ ...JSON.parse(EventPattern ?? ''), region: ['nowhere'] });
      await eventBridge.send(new PutRuleCommand({ Name, EventPattern: narrow }));
      return () => eventBridge.send(new PutRuleCommand({ Name, EventPattern }));
    },
    ledger: {
      service: 'config-recorder',
      says: /\w+ EventPattern\.region is \["nowhere"\], expected nothing/,
    },
  },
  {
    kind: 'redirect',
    name: 'adds a target to the rule of sign-ins, in another account',
    account: 'DevelopmentAccount',
    policy: 'ProtectDetection',
    isUndone: true,
    does: async ({ clients: { eventBridge }, accountId, region }) => {
      const Rule = 'ofn-audit-sign-ins';
      const Arn = `arn:aws:logs:${region}:${accountId}:log-group:/aws/events/copy`;
      await eventBridge.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'Copy', Arn }] }));
      return () => eventBridge.send(new RemoveTargetsCommand({ Rule, Ids: ['Copy'] }));
    },
    ledger: {
      service: 'sign-ins',
      says: /SignInRule Targets\[Copy\] has [^;]*which is not ours/,
    },
  },
  {
    kind: 'widen',
    name: 'lets an outsider put events on the bus of findings',
    account: 'SecurityAccount',
    policy: 'ProtectBuses',
    isUndone: true,
    does: async ({ clients: { eventBridge } }) => {
      const bus = { EventBusName: 'ofn-audit-findings', StatementId: 'AllowOutsider' };
      await eventBridge.send(
        new PutPermissionCommand({ ...bus, Action: 'events:PutEvents', Principal: '999999999999' }),
      );
      return () => eventBridge.send(new RemovePermissionCommand(bus));
    },
    ledger: {
      service: 'finding-alerts',
      says: /Bus OtherStatements\[AllowOutsider\] has [^;]*which is not ours/,
    },
  },
];
