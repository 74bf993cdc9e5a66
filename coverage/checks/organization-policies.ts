import {
  DescribePolicyCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  type OrganizationsClient,
  type PolicySummary,
  type PolicyTargetSummary,
} from '@aws-sdk/client-organizations';
import pMap from 'p-map';
import { collect } from '../../lambda/paging.ts';
import type { DeclaredPolicy, DeclaredTarget } from '../../preflight/subject.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { differencesIn } from '../values/compare.ts';
import { normalPolicy } from '../values/policy-document.ts';
import { verdictOf } from './verdict.ts';

export const organizationPoliciesRow: Row = {
  service: 'organization-policies',
  title: 'Service control policies are as the organization file has them',
  onWhen:
    'each service control policy of the organization file has its document, and is attached where the file attaches it',
  repair:
    'in the management account `aws organizations create-policy`, `update-policy` or `attach-policy`, with what the organization file has',
  accounts: 'management',
  scope: 'home-region',
  expected: 'on',
  read: readOrganizationPolicies,
};

type Organizations = Pick<OrganizationsClient, 'send'>;

const atATime = 4;

// It compares the file with its own state, and leaves what is changed in AWS as it is.
const remedy = 'restore it in AWS Organizations, as org-formation does not compare with AWS';

/** On when each declared policy has its document and its targets; others may be attached besides. */
export async function readOrganizationPolicies({
  clients,
  policies = [],
}: Target<'organizations'>): Promise<Verdict> {
  const { organizations } = clients;
  if (policies.length === 0) {
    return { actual: 'on', reason: 'the organization file has no service control policy' };
  }
  const found = await listPolicies(organizations);
  const texts = await pMap(policies, (declared) => problemsOf(declared, found, organizations), {
    concurrency: atATime,
  });
  return verdictOf(...texts.flat());
}

function listPolicies(organizations: Organizations): Promise<PolicySummary[]> {
  return collect(async (NextToken) => {
    const page = await organizations.send(
      new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY', NextToken }),
    );
    return { items: page.Policies, next: page.NextToken };
  });
}

async function problemsOf(
  { name, content, targets }: DeclaredPolicy,
  found: readonly PolicySummary[],
  organizations: Organizations,
): Promise<string[]> {
  const PolicyId = found.find((one) => one.Name === name)?.Id;
  if (PolicyId === undefined) {
    return [`there is no policy ${name}: ${remedy}`];
  }
  const [{ Policy }, attached] = await Promise.all([
    organizations.send(new DescribePolicyCommand({ PolicyId })),
    targetsOf(organizations, PolicyId),
  ]);
  const attachedTo = new Set(attached.map(({ TargetId }) => TargetId));
  const ids = await Promise.all(targets.map((target) => idOf(target, organizations)));
  const lacking = targets.filter((_, index) => !attachedTo.has(ids[index]));
  return [
    ...differencesIn('PolicyDocument', normalPolicy(content), normalPolicy(Policy?.Content)),
    ...lacking.map(({ logicalName }) => `it is not attached to ${logicalName}`),
  ].map((text) => `policy ${name}: ${text}: ${remedy}`);
}

const targetsOf = (
  organizations: Organizations,
  PolicyId: string,
): Promise<PolicyTargetSummary[]> =>
  collect(async (NextToken) => {
    const page = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }));
    return { items: page.Targets, next: page.NextToken };
  });

/**
 * The id of a root, account or unit; undefined of what is not there. A name is not enough: an account may
 * have that of its unit, and units in different ones may have the same.
 */
async function idOf(
  { kind, path, accountIds }: DeclaredTarget,
  organizations: Organizations,
): Promise<string | undefined> {
  if (kind === 'account') {
    return accountIds[0];
  }
  const [root] = await collect(async (NextToken) => {
    const page = await organizations.send(new ListRootsCommand({ NextToken }));
    return { items: page.Roots, next: page.NextToken };
  });
  let id = root?.Id;
  for (const name of path) {
    id = id && (await unitIn(id, name, organizations));
  }
  return id;
}

async function unitIn(
  ParentId: string,
  name: string,
  organizations: Organizations,
): Promise<string | undefined> {
  const units = await collect(async (NextToken) => {
    const page = await organizations.send(
      new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }),
    );
    return { items: page.OrganizationalUnits, next: page.NextToken };
  });
  return units.find(({ Name }) => Name === name)?.Id;
}
