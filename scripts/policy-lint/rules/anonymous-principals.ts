import type { Rule } from '../types.ts';

const organizationKey = /^aws:PrincipalOrg(ID|Paths)$/i;

/** A condition that does not hold for a caller from elsewhere, nor for one without the key. */
const narrows = (operator: string): boolean =>
  /^(?:ForAnyValue:)?String(Equals|Like)$/.test(operator);

/**
 * `Principal: '*'` is the whole world; an Allow of it is for the organization alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 */
export const anonymousPrincipals: Rule = {
  name: 'anonymous-principals',
  check: ({ effect, principals, conditions }) => {
    const isOpen = effect === 'Allow' && principals.some(({ name }) => name === '*');
    const isNarrowed = conditions.some(
      ({ operator, key, values }) =>
        organizationKey.test(key) &&
        narrows(operator) &&
        !values.some((value) => /^\*?$/.test(value)),
    );
    return isOpen && !isNarrowed ? ['Principal * without aws:PrincipalOrgID'] : [];
  },
};
