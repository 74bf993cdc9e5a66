import type { Target as RuleTarget } from '@aws-sdk/client-eventbridge';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { collect } from '../../lambda/paging.ts';
import type { Target } from '../types.ts';
import { unlessGone } from './gone.ts';

/** A rule, and what it is to send events to. */
export interface WantedRule {
  name: string;
  /** How the ARN of the target ends. */
  target: string;
  /** Optional. Default: the default bus. */
  bus?: string;
}

/** What is wrong with a rule of the account and region; nothing when it sends what it is to send. */
export async function lackOfRule(
  { clients }: Target<'eventBridge'>,
  { name, target, bus }: WantedRule,
): Promise<string | undefined> {
  const { eventBridge } = clients;
  const at = bus === undefined ? {} : { EventBusName: bus };
  const rule = await unlessGone(() =>
    eventBridge.send(new DescribeRuleCommand({ Name: name, ...at })),
  );
  if (rule === undefined) {
    return `there is no rule ${name}`;
  }
  // Others are ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
  if (!rule.State?.startsWith('ENABLED')) {
    return `the rule ${name} is ${rule.State}`;
  }
  const targets = await collect<RuleTarget>(async (NextToken) => {
    const page = await eventBridge.send(
      new ListTargetsByRuleCommand({ Rule: name, NextToken, ...at }),
    );
    return { items: page.Targets, next: page.NextToken };
  });
  return targets.some(({ Arn = '' }) => Arn.endsWith(target))
    ? undefined
    : `the rule ${name} does not send to ${target.replace(/^:/, '')}`;
}

/** How the ARN of a bus of the security account, in the home region, ends. */
export function busOfSecurity({ settings }: Pick<Target, 'settings'>, name: string): string {
  return `:events:${settings.homeRegion}:${settings.securityAccountId}:event-bus/${name}`;
}
