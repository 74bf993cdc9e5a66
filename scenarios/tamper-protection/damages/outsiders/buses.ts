import {
  DisableRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import type { Attack, Outside } from '../damage.ts';
import { arnOf, unlisted } from './refusals.ts';

/** @throws as AWS refuses an entry: the call itself succeeds */
async function put(attack: Attack, bus: string, entry: PutEventsRequestEntry): Promise<void> {
  const EventBusName = arnOf(attack, 'events', `event-bus/ofn-audit-${bus}`);
  const { Entries = [] } = await attack.clients.eventBridge.send(
    new PutEventsCommand({ Entries: [{ ...entry, EventBusName }] }),
  );
  const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused) {
    throw new Error(`${refused.ErrorCode}: ${refused.ErrorMessage}`);
  }
}

const signIn: PutEventsRequestEntry = {
  ...{ Source: 'eve.signin', DetailType: 'AWS Console Sign In via CloudTrail' },
  Detail: JSON.stringify({ eventName: 'ConsoleLogin', userIdentity: { type: 'Root' } }),
};

const onBus = {
  account: 'SecurityAccount',
  refusedBy: 'the policy of the bus',
  says: /AccessDeniedException: Not authorized to put events on this event bus/,
} as const;

/** Events that other accounts would forge, and the rules that would forward them. */
export const busDamages: readonly Outside[] = [
  {
    ...onBus,
    by: 'stranger',
    kind: 'forge',
    name: 'puts a sign-in on the bus of sign-ins',
    does: (attack) => put(attack, 'sign-ins', signIn),
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'forge',
    name: 'puts a sign-in on the bus of sign-ins',
    does: (attack) => put(attack, 'sign-ins', signIn),
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'forge',
    name: 'speaks as AWS on the bus of sign-ins',
    does: (attack) => put(attack, 'sign-ins', { ...signIn, Source: 'aws.signin' }),
    refusedBy: 'EventBridge, of which only AWS may be such a source',
    says: /NotAuthorizedForSourceException/,
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'forge',
    name: 'puts a new VPC on the bus of flow logs',
    does: (attack) =>
      put(attack, 'flow-logs', {
        ...{ Source: 'eve.ec2', DetailType: 'AWS API Call via CloudTrail' },
        Detail: JSON.stringify({ eventName: 'CreateVpc' }),
      }),
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'forge',
    name: 'puts a compliant resource on the bus of AWS Config',
    does: (attack) =>
      put(attack, 'config', {
        ...{ Source: 'eve.config', DetailType: 'Config Rules Compliance Change' },
        Detail: JSON.stringify({ newEvaluationResult: { complianceType: 'COMPLIANT' } }),
      }),
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'forge',
    name: 'puts a finding on the bus of findings',
    does: (attack) =>
      put(attack, 'findings', {
        ...{ Source: 'eve.guardduty', DetailType: 'GuardDuty Finding', Detail: '{}' },
      }),
  },
  {
    ...onBus,
    by: 'stranger',
    kind: 'forge',
    name: 'puts the state of an alarm on the bus of alerts',
    does: (attack) =>
      put(attack, 'alerts', {
        ...{ Source: 'eve.cloudwatch', DetailType: 'CloudWatch Alarm State Change', Detail: '{}' },
      }),
  },
  {
    ...onBus,
    by: 'sandbox',
    kind: 'disable',
    name: 'disables the rule that evaluates sign-ins',
    does: (attack) =>
      attack.clients.eventBridge.send(
        new DisableRuleCommand({
          Name: 'ofn-audit-sign-ins-judged',
          EventBusName: arnOf(attack, 'events', 'event-bus/ofn-audit-sign-ins'),
        }),
      ),
    says: unlisted('events:DisableRule', 'rule/ofn-audit-sign-ins/ofn-audit-sign-ins-judged'),
  },
  {
    ...onBus,
    by: 'stranger',
    kind: 'redirect',
    name: 'makes a rule on the bus of findings, for a copy of them',
    does: (attack) =>
      attack.clients.eventBridge.send(
        new PutRuleCommand({
          ...{ Name: 'eve', EventPattern: JSON.stringify({ account: [{ exists: true }] }) },
          EventBusName: arnOf(attack, 'events', 'event-bus/ofn-audit-findings'),
        }),
      ),
    says: unlisted('events:PutRule', 'rule/ofn-audit-findings/eve'),
  },
];
