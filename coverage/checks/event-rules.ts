import type { Target as RuleTarget } from '@aws-sdk/client-eventbridge';
import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { collect } from '../../lambda/paging.ts';
import type { Target } from '../types.ts';
import { unlessGone } from './gone.ts';

/** A rule, and its expected target. */
export interface WantedRule {
  name: string;
  /** Suffix of the ARN of the target. */
  target: string;
  /** Optional. Default: the default bus. */
  bus?: string;
}

/** The fault of a rule of the account and region; nothing when it has the expected target. */
export async function lackOfRule(
  { clients }: Target<'eventBridge'>,
  { name, target, bus: EventBusName = 'default' }: WantedRule,
): Promise<string | undefined> {
  const { eventBridge } = clients;
  const rule = await unlessGone(() =>
    eventBridge.send(new DescribeRuleCommand({ Name: name, EventBusName })),
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
      new ListTargetsByRuleCommand({ Rule: name, EventBusName, NextToken }),
    );
    return { items: page.Targets, next: page.NextToken };
  });
  return targets.some(({ Arn = '' }) => Arn.endsWith(target))
    ? undefined
    : `the rule ${name} does not target ${target.replace(/^:/, '')}`;
}

/** Suffix of the ARN of a bus of the security account, in the home region. */
export function busOfSecurity({ settings }: Pick<Target, 'settings'>, name: string): string {
  return `:events:${settings.homeRegion}:${settings.securityAccountId}:event-bus/${name}`;
}
