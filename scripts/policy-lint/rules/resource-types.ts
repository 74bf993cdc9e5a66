import { mayName } from '../patterns.ts';
import type { Action, Reference } from '../reference.ts';
import type { Rule, Statement } from '../types.ts';

/** Whether a resource of a policy is of a type that the action takes. */
const isTaken = (resource: string, { resourceTypes }: Action): boolean =>
  resource === '*' || resourceTypes.some(({ arnFormat }) => mayName(resource, arnFormat));

/** In the policy of a key `*` is the key, and an ARN is only another way to say so. */
const isKeyPolicy = ({ policy: { owner } }: Statement): boolean => owner === 'AWS::KMS::Key';

function withoutResource(action: Action, resources: readonly string[]): string[] {
  if (resources.includes('*')) {
    return [];
  }
  if (action.resourceTypes.length === 0) {
    return [`${action.name} takes no resource, so that the statement has no effect on it`];
  }
  return resources.some((resource) => isTaken(resource, action))
    ? []
    : [`${action.name} takes none of these resources: ${resources.join(', ')}`];
}

/** An action of a policy by its name, or one of those that its wildcard stands for. */
function checkAction(pattern: string, resources: readonly string[], reference: Reference) {
  const actions = reference.actionsOf(pattern);
  const faults = actions.map((action) => withoutResource(action, resources));

  // Of a wildcard's actions one that takes a resource is enough.
  return faults.some((fault) => fault.length === 0) ? [] : (faults[0] ?? []);
}

/**
 * An action is judged by the resources of the types that it takes: an ARN of
 * another type, or any ARN where it takes none, allows and denies nothing.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourceTypes: Rule = {
  name: 'resource-types',
  check: (statement, reference) => {
    const { actions, exceptActions, exceptResources, resources, policy } = statement;
    if (policy.kind === 'trust') {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
      return resources === undefined ? [] : ['IAM rejects a trust policy with a Resource'];
    }
    if (resources === undefined) {
      return isKeyPolicy(statement) ? [] : ['the statement has no Resource'];
    }
    if (exceptActions || exceptResources || actions.includes('*')) {
      return [];
    }
    const all = actions.flatMap((action) => reference.actionsOf(action));
    const dead = resources.filter(
      (resource) => resource !== '*' && !all.some((action) => isTaken(resource, action)),
    );
    return [
      ...actions.flatMap((action) => checkAction(action, resources, reference)),
      ...dead.map((resource) => `no action of the statement takes ${resource}`),
    ];
  },
};
