import type { Account, Clients } from '../organization/types.ts';
import { deploymentOf } from '../preflight/deployment/of-files.ts';
import { declaredPolicies } from '../preflight/deployment/policies.ts';
import { stacksOf, type WantedStack } from '../preflight/deployment/stacks.ts';
import type { Files } from '../preflight/files.ts';
import { describeOrganization } from '../preflight/read/organization.ts';
import type { DeclaredPolicy } from '../preflight/subject.ts';

/** What files deploy, with which the ledger compares. */
export interface Deployed {
  readonly stacks: readonly WantedStack[];
  readonly partition: string;
  readonly policies: readonly DeclaredPolicy[];
}

/** What files deploy to the accounts that there are. */
export async function deployedBy(
  files: Files,
  organizations: Clients['organizations'],
  accounts: readonly Account[],
): Promise<Deployed> {
  const { Id } = await describeOrganization(organizations);
  const { resources, ...deployment } = deploymentOf(files, Id, accounts);
  return {
    stacks: [...stacksOf(deployment)],
    partition: deployment.chart.partition,
    policies: declaredPolicies(resources, deployment.chart),
  };
}
