import type { Reference } from '../reference.ts';
import type { Rule, Statement } from '../types.ts';

const typedActions = ({ actions }: Statement, reference: Reference): string[] =>
  actions
    .flatMap((pattern) => reference.actionsOf(pattern))
    .filter(({ resourceTypes }) => resourceTypes.length > 0)
    .map(({ name }) => name);

/**
 * `*` is for actions that take no resource. An identity's Deny may be as wide as
 * it likes; a resource's policy names the resource, but a key's, where `*` is the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const anyResource: Rule = {
  name: 'any-resource',
  check: (statement, reference) => {
    const { policy, effect, resources } = statement;
    const isFree =
      policy.owner === 'AWS::KMS::Key' || (policy.kind === 'identity' && effect === 'Deny');
    if (!resources?.includes('*') || isFree) {
      return [];
    }
    if (policy.kind === 'resource') {
      return ['the policy of a resource names that resource, not *'];
    }
    const typed = typedActions(statement, reference);
    return typed.length === 0 ? [] : [`* for actions that take a resource: ${typed.join(', ')}`];
  },
};
