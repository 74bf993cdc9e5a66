import { ListStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeConfigurationAggregatorsCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { collect } from '../lambda/paging.ts';
import type { TrialClients } from './clients.ts';
import type { Kind } from './removals.ts';

/** Begins the names of everything that any trial makes. */
export const namePrefix = 'ofn-audit-trial-';

type Find = (clients: TrialClients) => Promise<readonly string[]>;

const ours = (names: readonly (string | undefined)[]): string[] =>
  names.flatMap((name) => (name?.startsWith(namePrefix) ? name : []));

/** How each kind of thing is found without a journal, in the order of removal. */
const finders: Readonly<Record<Kind, Find>> = {
  aggregator: async ({ configService }) => {
    const all = await collect(async (NextToken) => {
      const page = await configService.send(
        new DescribeConfigurationAggregatorsCommand({ NextToken }),
      );
      return { items: page.ConfigurationAggregators, next: page.NextToken };
    });
    return ours(all.map(({ ConfigurationAggregatorName }) => ConfigurationAggregatorName));
  },
  channel: async ({ configService }) => {
    const { DeliveryChannels = [] } = await configService.send(
      new DescribeDeliveryChannelsCommand(),
    );
    return ours(DeliveryChannels.map(({ name }) => name));
  },
  recorder: async ({ configService }) => {
    const { ConfigurationRecorders = [] } = await configService.send(
      new DescribeConfigurationRecordersCommand(),
    );
    return ours(ConfigurationRecorders.map(({ name }) => name));
  },
  /** By their VPC, which has the tag of its stack. */
  'flow-logs': async ({ ec2 }) => {
    const tagged = { Name: 'tag:ofn-audit-trial', Values: ['true'] };
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: [tagged] }));
    return Vpcs.flatMap(({ VpcId }) => VpcId ?? []);
  },
  members: async ({ guardDuty }) => {
    const { DetectorIds = [] } = await guardDuty.send(new ListDetectorsCommand());
    const found: string[] = [];
    for (const DetectorId of DetectorIds) {
      const { Tags = {} } = await guardDuty.send(new GetDetectorCommand({ DetectorId }));
      found.push(...(Tags['ofn-audit-trial'] === 'true' ? [DetectorId] : []));
    }
    return found;
  },
  // Their stack set goes with its stack.
  'stack-instances': async () => [],
  // Whose it is, its name does not say: only a journal knows.
  'service-linked-role': async () => [],
  stack: async ({ cloudFormation }) => {
    const stacks = await collect(async (NextToken) => {
      const page = await cloudFormation.send(new ListStacksCommand({ NextToken }));
      return { items: page.StackSummaries, next: page.NextToken };
    });
    const alive = stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    return ours(alive.map(({ StackName }) => StackName));
  },
  // Those of stacks are gone with them.
  rule: async ({ eventBridge }) => {
    const rules = await collect(async (NextToken) => {
      const page = await eventBridge.send(
        new ListRulesCommand({ NamePrefix: namePrefix, NextToken }),
      );
      return { items: page.Rules, next: page.NextToken };
    });
    return ours(rules.map(({ Name }) => Name));
  },
  role: async ({ iam }) => {
    const roles = await collect(async (Marker) => {
      const page = await iam.send(new ListRolesCommand({ Marker }));
      return { items: page.Roles, next: page.Marker };
    });
    return ours(roles.map(({ RoleName }) => RoleName));
  },
};

/** What trials have left, whether a journal knows it or not. */
export async function leftoversIn(clients: TrialClients): Promise<{ kind: Kind; name: string }[]> {
  const found: { kind: Kind; name: string }[] = [];
  for (const kind of Object.keys(finders) as Kind[]) {
    const names = await finders[kind](clients);
    found.push(...names.map((name) => ({ kind, name })));
  }
  return found;
}
