import type { Destination } from '@aws-sdk/client-guardduty';
import {
  DescribePublishingDestinationCommand,
  ListDetectorsCommand,
  ListPublishingDestinationsCommand,
} from '@aws-sdk/client-guardduty';
import { collect } from '../../lambda/paging.ts';
import { archiveBucket } from '../../organization/buckets.ts';
import type { FindingSource } from '../../organization/types.ts';
import { ofQueue, orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { busOfSecurity, lackOfRule } from './event-rules.ts';
import { lackOfQueue } from './queues.ts';
import { lacksOfBus } from './sign-ins.ts';
import { verdictOf } from './verdict.ts';

export const findingsRow: Row = {
  service: 'findings',
  capability: 'findings',
  title: 'Findings are forwarded to the home region, and exported',
  onWhen:
    'the rules of each of `findingSources` target the bus of the home region; GuardDuty exports findings to the bucket in the log archive, or in a region of `findingAdoptedExports` to any',
  repair: orOfStack('repair `guard-duty` where there is no detector'),
  accounts: 'security',
  scope: 'every-region',
  expected: 'on',
  read: readFindings,
};

export const findingAlertsRow: Row = {
  service: 'finding-alerts',
  capability: 'findings',
  title: 'Findings reach the function that publishes alerts, and none has failed',
  onWhen: 'the rule of the bus targets the function, and its failure queue is empty',
  repair: orOfStack(ofQueue('finding-alerts')),
  accounts: 'security',
  scope: 'home-region',
  expected: 'on',
  read: readFindingAlerts,
};

/** The rules of a source in each region, by the suffix of their names. */
const rules: Readonly<Record<FindingSource, readonly string[]>> = {
  guardduty: ['guardduty'],
  'security-hub': ['security-hub', 'security-hub-v2'],
  'access-analyzer': ['access-analyzer'],
  // The capability config-rules alerts on it.
  config: [],
};

/** On when findings of each source are forwarded to the home region, and GuardDuty's are exported. */
export async function readFindings(target: Target<'eventBridge' | 'guardDuty'>): Promise<Verdict> {
  const { resourcePrefix, findingSources } = target.settings;
  const name = `${resourcePrefix}-findings`;
  const bus = busOfSecurity(target, name);
  const lacks = await Promise.all(
    findingSources
      .flatMap((source) => rules[source])
      .map((rule) => lackOfRule(target, { name: `${name}-${rule}`, target: bus })),
  );
  return verdictOf(...lacks, await lackOfExport(target));
}

/** On when the bus of findings delivers them to the function, and none has failed. */
export async function readFindingAlerts(target: Target<'eventBridge' | 'sqs'>): Promise<Verdict> {
  const { resourcePrefix: prefix } = target.settings;
  const bus = `${prefix}-findings`;
  const rule = { name: `${bus}-told`, target: `:function:${prefix}-finding-alerts`, bus };
  return verdictOf(
    ...(await lacksOfBus(target, bus, [rule])),
    await lackOfQueue(target, `${prefix}-finding-alerts-failures`),
  );
}

async function lackOfExport({
  clients,
  region,
  settings,
}: Target<'guardDuty'>): Promise<string | undefined> {
  const { guardDuty } = clients;
  // An account has one detector in a region.
  const { DetectorIds = [] } = await guardDuty.send(new ListDetectorsCommand({}));
  const [DetectorId] = DetectorIds;
  if (DetectorId === undefined) {
    return 'there is no detector, whose findings would be exported';
  }
  const found = await collect<Destination>(async (NextToken) => {
    const page = await guardDuty.send(
      new ListPublishingDestinationsCommand({ DetectorId, NextToken }),
    );
    return { items: page.Destinations, next: page.NextToken };
  });
  // A detector has one destination of a type.
  const [destination] = found;
  if (destination === undefined) {
    return 'findings are not exported';
  }
  const { DestinationId, Status } = destination;
  if (Status !== 'PUBLISHING') {
    return `the export of findings is ${Status}`;
  }
  if (settings.findingAdoptedExports.includes(region)) {
    return undefined; // an adopted export is accepted with any destination
  }
  const { DestinationProperties } = await guardDuty.send(
    new DescribePublishingDestinationCommand({ DetectorId, DestinationId }),
  );
  const bucket = archiveBucket(settings, 'findings');
  const arn = DestinationProperties?.DestinationArn ?? '';
  return arn.endsWith(`:::${bucket}`)
    ? undefined
    : `findings are exported to ${arn}, not to ${bucket}`;
}
