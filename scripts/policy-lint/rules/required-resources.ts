import { mayName } from '../patterns.ts';
import { normalise } from '../statement.ts';
import type { Rule, Statement } from '../types.ts';

/** What the whole policy allows the action on: AWS looks for each resource by itself. */
function allowedOn(action: string, { policy }: Statement): string[] {
  return policy.statements
    .map((raw) => normalise(policy, raw))
    .filter(({ effect, actions }) => effect === 'Allow' && actions.includes(action))
    .flatMap(({ resources }) => resources ?? []);
}

/**
 * A call is allowed on every resource that it needs, or it is denied: where the
 * reference marks types as required, a role names one of each.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const requiredResources: Rule = {
  name: 'required-resources',
  check: (statement, reference) => {
    if (statement.policy.kind !== 'identity' || statement.effect !== 'Allow') {
      return [];
    }
    return statement.actions
      .filter((action) => !/[*?]/.test(action))
      .flatMap((pattern) => {
        const resources = allowedOn(pattern, statement);
        return reference.actionsOf(pattern).flatMap(({ name, resourceTypes }) =>
          resourceTypes
            .filter(({ required }) => required)
            .filter(
              ({ arnFormat }) => !resources.some((one) => one === '*' || mayName(one, arnFormat)),
            )
            .map((type) => `${name} needs a resource of type ${type.name} as well`),
        );
      });
  },
};
