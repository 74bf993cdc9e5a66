import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  type PolicySummary,
  type PolicyTargetSummary,
  type PolicyType,
} from '@aws-sdk/client-organizations';
import type { PolicySnapshot } from 'ofn-rehearse';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from '../../organization/types.ts';
import { organizationsAtATime, readTags } from './tree.ts';
import type { Detail } from './work.ts';

type Organizations = Clients['organizations'];

/** The policies of the types that are enabled, with their documents and targets. */
export async function readPolicies(
  organizations: Organizations,
  types: readonly string[],
  detail: Detail,
): Promise<PolicySnapshot[]> {
  const lists = await pMap(types, (type) => listPolicies(organizations, type as PolicyType), {
    concurrency: organizationsAtATime,
  });
  return pMap(lists.flat(), (summary) => readPolicy(organizations, summary, detail), {
    concurrency: organizationsAtATime,
  });
}

function listPolicies(organizations: Organizations, Filter: PolicyType): Promise<PolicySummary[]> {
  return collect(async (NextToken) => {
    const page = await organizations.send(new ListPoliciesCommand({ Filter, NextToken }));
    return { items: page.Policies, next: page.NextToken };
  });
}

async function readPolicy(
  organizations: Organizations,
  { Id = '', Name = '', Description = '', Type = undefined, AwsManaged = false }: PolicySummary,
  detail: Detail,
): Promise<PolicySnapshot> {
  const { Policy } = await organizations.send(new DescribePolicyCommand({ PolicyId: Id }));
  const targets = await collect<PolicyTargetSummary>(async (NextToken) => {
    const page = await organizations.send(
      new ListTargetsForPolicyCommand({ PolicyId: Id, NextToken }),
    );
    return { items: page.Targets, next: page.NextToken };
  });
  return {
    ...{ Id, Name, Description, Type: Type ?? '', AwsManaged, Content: Policy?.Content ?? '' },
    targets: targets.map(({ TargetId = '' }) => TargetId),
    // AWS's own policies have no tags.
    tags: AwsManaged ? {} : await readTags(organizations, Id, detail),
  };
}
