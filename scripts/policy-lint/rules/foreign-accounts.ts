import type { Rule, Statement } from '../types.ts';

/** Keys that say who of the other account, or for whose sake. */
const narrowing = /^(aws:PrincipalArn|aws:PrincipalOrgID|sts:ExternalId)$/i;

const foreign = ({ principals }: Statement): string[] =>
  principals
    .filter(({ type, name }) => type === 'AWS' && name !== '*' && !name.includes(':111111111111:'))
    .map(({ name }) => name);

/**
 * An account named as principal is every identity in it that its administrators allow: who
 * may assume a role or write says which of its roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
export const foreignAccounts: Rule = {
  name: 'foreign-accounts',
  check: (statement, reference) => {
    const { effect, policy, actions, conditions } = statement;
    const onlyReads = actions
      .flatMap((action) => reference.actionsOf(action))
      .every(({ isRead, name }) => isRead || name === 'kms:Decrypt');
    if (effect !== 'Allow' || (policy.kind === 'resource' && onlyReads)) {
      return [];
    }
    return conditions.some(
      ({ key, operator }) => narrowing.test(key) && !/Not|IfExists/.test(operator),
    )
      ? []
      : foreign(statement).map((name) => `${name} may, as any identity there`);
  },
};
