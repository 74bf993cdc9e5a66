import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { lackOfRule } from './event-rules.ts';
import { lackOfQueue, lacksOfWork } from './queues.ts';
import { verdictOf } from './verdict.ts';

export const reportHarvesterRow: Row = {
  service: 'report-harvester',
  capability: 'security-reporting',
  title: 'The harvester runs on schedule and on events of accounts, and none has failed',
  onWhen:
    'the rules of schedule and of accounts are enabled, the harvester reads the queue of events, none waits too long, and the queue of failed harvests is empty',
  repair: orOfStack(
    'fix what the log of the function account-harvester shows, invoke it with {}, and purge its failure queue',
  ),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readReportHarvester,
};

/** On when schedule and events of accounts reach the harvester, and no harvest has failed. */
export async function readReportHarvester(
  target: Target<'cloudWatch' | 'eventBridge' | 'lambda' | 'sqs'>,
): Promise<Verdict> {
  const { resourcePrefix: prefix } = target.settings;
  const name = `${prefix}-account-harvester`;
  const queue = `${name}-accounts`;
  const work = { name: queue, functionName: name, returnsFailures: false, alarm: `${name}-age` };
  return verdictOf(
    await lackOfRule(target, { name: `${name}-schedule`, target: `:function:${name}` }),
    await lackOfRule(target, { name: queue, target: `:${queue}`, bus: `${prefix}-reports` }),
    ...(await lacksOfWork(target, work)),
    await lackOfQueue(target, `${name}-failures`),
  );
}
