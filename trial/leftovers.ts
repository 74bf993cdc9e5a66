import { ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { collect } from '../lambda/paging.ts';
import type { TrialClients } from './clients.ts';
import type { Kind } from './removals.ts';

/** Begins the names of everything that any trial makes. */
export const namePrefix = 'ofn-audit-trial-';

type Find = (clients: TrialClients) => Promise<readonly (string | undefined)[]>;

/** How each kind of thing is found without a journal, in the order in which it is removed. */
const finders: Readonly<Record<Kind, Find>> = {
  rule: async ({ eventBridge }) => {
    const rules = await collect(async (NextToken) => {
      const page = await eventBridge.send(
        new ListRulesCommand({ NamePrefix: namePrefix, NextToken }),
      );
      return { items: page.Rules, next: page.NextToken };
    });
    // Those of a stack are on a bus of its own, or go with it.
    return rules.map(({ Name }) => Name);
  },
  stack: async ({ cloudFormation }) => {
    const stacks = await collect(async (NextToken) => {
      const page = await cloudFormation.send(new ListStacksCommand({ NextToken }));
      return { items: page.StackSummaries, next: page.NextToken };
    });
    const alive = stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    return alive.map(({ StackName }) => StackName);
  },
  role: async ({ iam }) => {
    const roles = await collect(async (Marker) => {
      const page = await iam.send(new ListRolesCommand({ Marker }));
      return { items: page.Roles, next: page.Marker };
    });
    return roles.map(({ RoleName }) => RoleName);
  },
};

/** What trials have left, whether a journal knows it or not. */
export async function leftoversIn(clients: TrialClients): Promise<{ kind: Kind; name: string }[]> {
  const found: { kind: Kind; name: string }[] = [];
  for (const kind of Object.keys(finders) as Kind[]) {
    const names = await finders[kind](clients);
    for (const name of names) {
      if (name?.startsWith(namePrefix)) {
        found.push({ kind, name });
      }
    }
  }
  return found;
}
