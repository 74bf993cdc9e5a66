import type { Rule } from '../types.ts';

const narrowing = /^aws:Resource(OrgID|OrgPaths|Account)$/i;

/** An ARN that may be of any account: by its account, or by a bucket's name, which has none. */
function isOfAnybody(resource: string): boolean {
  const [, , service, , account, name = ''] = resource.split(':');
  return account === '*' || (service === 's3' && /^[^/]*\*/.test(name));
}

/**
 * What an identity may reach in other accounts is the organization's: those who can have
 * the identity take another ARN would have it enter an account of his own.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 */
export const foreignResources: Rule = {
  name: 'foreign-resources',
  check: ({ policy, effect, resources = [], conditions }) =>
    policy.kind !== 'identity' ||
    effect !== 'Allow' ||
    conditions.some(({ key, operator }) => narrowing.test(key) && !/Not|IfExists/.test(operator))
      ? []
      : resources
          .filter(isOfAnybody)
          .map((resource) => `${resource} may be of any account: aws:ResourceOrgID is missing`),
};
