import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Attack, Damage } from './damage.ts';
import { first } from './damage.ts';

const targetsOf = async ({ clients }: Attack, Rule: string, EventBusName?: string) =>
  (await clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule, EventBusName }))).Targets ??
  [];

/** Rules and buses, on which alerts travel. */
export const eventDamages: readonly Damage[] = [
  {
    name: 'disables the rule that forwards sign-ins',
    account: 'SandboxAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(new DisableRuleCommand({ Name: 'ofn-audit-sign-ins' })),
    ledger: { service: 'sign-ins', says: /DISABLED/ },
  },
  {
    name: 'takes the target from the rule that forwards sign-ins',
    account: 'DevelopmentAccount',
    policy: 'ProtectDetection',
    does: async (attack) => {
      const Rule = 'ofn-audit-sign-ins';
      const Ids = (await targetsOf(attack, Rule)).map(({ Id }) => Id ?? '');
      await attack.clients.eventBridge.send(new RemoveTargetsCommand({ Rule, Ids }));
    },
    ledger: { service: 'sign-ins', says: /[Tt]arget/ },
  },
  {
    name: 'deletes the rule that forwards sign-ins',
    account: 'ProductionAccount',
    policy: 'ProtectDetection',
    does: async (attack) => {
      const Rule = 'ofn-audit-sign-ins';
      const Ids = (await targetsOf(attack, Rule)).map(({ Id }) => Id ?? '');
      await attack.clients.eventBridge.send(new RemoveTargetsCommand({ Rule, Ids }));
      await attack.clients.eventBridge.send(new DeleteRuleCommand({ Name: Rule }));
    },
    ledger: { service: 'sign-ins', says: /ofn-audit-sign-ins/ },
  },
  {
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
    ledger: { service: 'flow-logs', says: /EventPattern/ },
  },
  {
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
    ledger: { service: 'config-recorder', says: /[Tt]arget/ },
  },
  {
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
    ledger: { service: 'sign-in-monitor', says: /DISABLED/ },
  },
  {
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
    ledger: { service: 'findings', says: /EventPattern/ },
  },
  {
    name: 'disables the schedule of scans',
    account: 'SecurityAccount',
    policy: 'ProtectDetection',
    does: ({ clients }) =>
      clients.eventBridge.send(
        new DisableRuleCommand({ Name: 'ofn-audit-security-audit-schedule' }),
      ),
    ledger: { service: 'security-audit', says: /DISABLED/ },
  },
  {
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
    ledger: { service: 'sign-in-monitor', says: /AnyPrincipal/ },
  },
  {
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
    ledger: { service: 'flow-logs', says: /olicy/ },
  },
];
