import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Damage } from '../damage.ts';

export const eventDamages: readonly Damage[] = [
  {
    name: 'disables the rule of new VPCs',
    account: 'Production',
    act: async ({ clients }) => {
      const rule = { Name: 'ofn-audit-flow-logs' };
      await clients.eventBridge.send(new DisableRuleCommand(rule));
      return () => clients.eventBridge.send(new EnableRuleCommand(rule));
    },
    cell: { service: 'flow-logs' },
    says: /^stack ofn-audit-flow-logs-region: NewVpcRule State is 'DISABLED', expected 'ENABLED'; revert/,
  },
  {
    name: 'narrows the pattern of the rule of noncompliant resources',
    account: 'Production',
    act: async ({ clients: { eventBridge } }) => {
      const Name = 'ofn-audit-config-recorder';
      const { EventPattern } = await eventBridge.send(new DescribeRuleCommand({ Name }));
      const narrow = JSON.stringify({ ...JSON.parse(EventPattern ?? ''), region: ['nowhere'] });
      await eventBridge.send(new PutRuleCommand({ Name, EventPattern: narrow }));
      return () => eventBridge.send(new PutRuleCommand({ Name, EventPattern }));
    },
    cell: { service: 'config-recorder' },
    says: /^stack ofn-audit-config-recorder: \w+ EventPattern\.region is \["nowhere"\], expected nothing; revert/,
  },
  {
    name: 'adds a target to the rule of sign-ins, in another account',
    account: 'Development',
    act: async ({ clients: { eventBridge }, accountId, region }) => {
      const Rule = 'ofn-audit-sign-ins';
      const Arn = `arn:aws:logs:${region}:${accountId}:log-group:/aws/events/copy`;
      await eventBridge.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'Copy', Arn }] }));
      return () => eventBridge.send(new RemoveTargetsCommand({ Rule, Ids: ['Copy'] }));
    },
    cell: { service: 'sign-ins' },
    says: /^stack ofn-audit-sign-in-region: SignInRule Targets\[Copy\] has .*which is not ours; revert/,
  },
  {
    name: 'lets an outsider put events on the bus of findings',
    account: 'Security',
    act: async ({ clients: { eventBridge } }) => {
      const bus = { EventBusName: 'ofn-audit-findings', StatementId: 'AllowOutsider' };
      await eventBridge.send(
        new PutPermissionCommand({ ...bus, Action: 'events:PutEvents', Principal: '999999999999' }),
      );
      return () => eventBridge.send(new RemovePermissionCommand(bus));
    },
    cell: { service: 'finding-alerts' },
    says: /^stack ofn-audit-finding-bus: Bus OtherStatements\[AllowOutsider\] has .*which is not ours; revert/,
  },
];
