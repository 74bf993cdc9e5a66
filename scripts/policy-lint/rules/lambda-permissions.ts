import type { Rule } from '../types.ts';

/**
 * A service may invoke a function for one source, or for one account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export const lambdaPermissions: Rule = {
  name: 'lambda-permissions',
  check: ({ policy, conditions }) =>
    policy.owner === 'AWS::Lambda::Permission' &&
    !conditions.some(({ key }) => /^aws:Source(Arn|Account)$/.test(key))
      ? ['the permission has neither SourceArn nor SourceAccount']
      : [],
};
