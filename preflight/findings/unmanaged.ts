import type { StackSnapshot } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, PlacedStack, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { isDeployed } from './owner.ts';
import { stateOf } from './state-file.ts';
import { at, listed, prefixOf, type Spot, spotOf } from './view.ts';

const adopted: Kind = {
  kind: 'stack-not-in-state',
  level: 'note',
  title: 'stacks of this project are there, and org-formation does not know them',
  solvedBy: 'nothing: org-formation updates them',
};
const taken: Kind = {
  kind: 'stack-taken',
  level: 'no-go',
  title: 'a stack of others has the name of one that is wanted, and would be overwritten',
  solvedBy: '`resourcePrefix`',
};

/** A stack that is wanted and there, and that org-formation has not kept. */
interface Unmanaged extends Spot {
  readonly stack: StackSnapshot;
  readonly placed: PlacedStack;
}

function* unmanaged(subject: Subject): Iterable<Unmanaged> {
  const state = stateOf(subject);
  if (state === 'faulty' || 'state' in subject.snapshot.organization.unread) {
    return;
  }
  const kept = new Set(
    state?.targets.map((target) => `${target.stackName} ${target.accountId} ${target.region}`),
  );
  for (const placed of subject.stacks) {
    const { stackName, accountId, region } = placed;
    const spot = spotOf(subject, accountId, region);
    const stack = spot?.place.stacks.find(({ StackName }) => StackName === stackName);
    if (spot && stack && isDeployed(stack) && !kept.has(`${stackName} ${accountId} ${region}`)) {
      yield { ...spot, stack, placed };
    }
  }
}

/** Nothing of what it is to have, and something else. */
const isOfOthers = ({ stack: { resources }, placed }: Unmanaged): boolean =>
  resources.length > 0 &&
  !resources.some(({ ResourceType, LogicalResourceId }) =>
    placed.resources.some(
      // A resource for each account has the account behind its name.
      ({ type, logicalId }) => type === ResourceType && LogicalResourceId.startsWith(logicalId),
    ),
  );

/**
 * org-formation updates a stack that it does not know: CloudFormation then removes what the template
 * has not.
 *
 * @see https://github.com/org-formation/org-formation-cli/blob/master/src/util/aws-util.ts
 */
const check: Check = function* (subject): Iterable<Finding> {
  const found = [...unmanaged(subject)];
  for (const each of found.filter(isOfOthers)) {
    const { account, place, stack } = each;
    yield finding(taken, {
      found: `the stack ${stack.StackName} has other resources (${listed(stack.resources.map(({ LogicalResourceId }) => LogicalResourceId))}) than this project gives it: org-formation would update it, and CloudFormation delete them`,
      places: [at(account.Id, place.region)],
      remedy: `choose another resourcePrefix than '${prefixOf(subject)}', or give that stack another name`,
    });
  }
  const own = found.filter((each) => !isOfOthers(each));
  if (own.length > 0) {
    yield finding(adopted, {
      found: `${listed([...new Set(own.map(({ stack }) => stack.StackName))])} are there, and org-formation does not know them: it updates them as if it did`,
      places: own.map(({ account, place }) => at(account.Id, place.region)),
      remedy:
        'nothing to do, unless org-formation has another bucket for its state (--state-bucket-name)',
    });
  }
};

/** Stacks that are there, and that org-formation has not kept. */
export const unmanagedStacks: Topic = { kinds: [taken, adopted], check };
