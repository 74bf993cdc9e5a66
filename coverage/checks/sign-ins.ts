import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { ofQueue, ofStack, orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { busOfSecurity, lackOfRule } from './event-rules.ts';
import { unlessGone } from './gone.ts';
import { lackOfQueue } from './queues.ts';
import { verdictOf } from './verdict.ts';

export const signInsRow: Row = {
  service: 'sign-ins',
  capability: 'sign-in-monitoring',
  title: 'A rule forwards sign-ins to the security account',
  onWhen: 'the rule on the default bus is enabled, and sends to the bus of the security account',
  repair: ofStack,
  accounts: 'all',
  scope: 'sign-in-regions',
  expected: 'on',
  read: readSignIns,
};

export const signInMonitorRow: Row = {
  service: 'sign-in-monitor',
  capability: 'sign-in-monitoring',
  title: 'Sign-ins are logged and evaluated, and none has failed',
  onWhen:
    'the rules of the bus log and evaluate sign-ins, and the failure queue of the function is empty',
  repair: orOfStack(ofQueue('sign-in-monitor')),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readSignInMonitor,
};

/** On when a rule on the default bus forwards sign-ins to the security account. */
export async function readSignIns(target: Target<'eventBridge'>): Promise<Verdict> {
  const name = `${target.settings.resourcePrefix}-sign-ins`;
  return verdictOf(await lackOfRule(target, { name, target: busOfSecurity(target, name) }));
}

/** On when the bus of sign-ins logs them, the function evaluates them, and none has failed. */
export async function readSignInMonitor(target: Target<'eventBridge' | 'sqs'>): Promise<Verdict> {
  const { resourcePrefix: prefix } = target.settings;
  const bus = `${prefix}-sign-ins`;
  const judged = { name: `${bus}-judged`, target: `:function:${prefix}-sign-in-monitor`, bus };
  const kept = { name: `${bus}-kept`, target: `:log-group:/aws/events/${bus}`, bus };
  return verdictOf(
    ...(await lacksOfBus(target, bus, [judged, kept])),
    await lackOfQueue(target, `${prefix}-sign-in-monitor-failures`),
  );
}

/** The faults of a bus and its rules: without the bus there are none. */
export async function lacksOfBus(
  target: Target<'eventBridge'>,
  Name: string,
  rules: readonly Parameters<typeof lackOfRule>[1][],
): Promise<(string | undefined)[]> {
  const { eventBridge } = target.clients;
  const found = await unlessGone(() => eventBridge.send(new DescribeEventBusCommand({ Name })));
  return found === undefined
    ? [`there is no bus ${Name}`]
    : Promise.all(rules.map((rule) => lackOfRule(target, rule)));
}
