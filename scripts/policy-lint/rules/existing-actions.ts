import type { Rule } from '../types.ts';

/**
 * An action that AWS does not have allows and denies nothing, whatever it was
 * meant for; a wildcard stands for at least one action.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export const existingActions: Rule = {
  name: 'existing-actions',
  check: ({ actions }, reference) =>
    actions
      .filter((action) => action !== '*' && reference.actionsOf(action).length === 0)
      .map((action) => {
        const [service = '', name] = action.split(':');
        return name === undefined
          ? `${action} has no service before a colon`
          : reference.hasService(service)
            ? `${action} is not an action of ${service}`
            : `${service} is not a service`;
      }),
};
