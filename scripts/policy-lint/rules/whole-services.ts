import type { Rule, Statement } from '../types.ts';

/**
 * What a key's own account needs so that the key stays manageable: IAM decides then.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const isRootOfKey = ({ policy, actions, principals }: Statement): boolean =>
  policy.owner === 'AWS::KMS::Key' &&
  actions.length === 1 &&
  actions[0] === 'kms:*' &&
  principals.length === 1 &&
  /^arn:aws[\w-]*:iam::111111111111:root$/.test(principals[0]?.name ?? '');

/** A Deny of everything is right where it is of what comes without TLS. */
export const deniesWithoutTls = ({ effect, conditions }: Statement): boolean =>
  effect === 'Deny' &&
  conditions.length === 1 &&
  conditions[0]?.operator === 'Bool' &&
  conditions[0].key === 'aws:SecureTransport' &&
  conditions[0].values.join() === 'false';

/**
 * Least privilege: an Allow names actions; `service:*` grows with each action that
 * AWS adds. A Deny of a whole service shuts out administrators as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export const wholeServices: Rule = {
  name: 'whole-services',
  check: (statement) => {
    const whole = statement.actions.filter((action) => /^(\*|[\w-]+:\*+)$/.test(action));
    const isRight = isRootOfKey(statement) || deniesWithoutTls(statement);
    return isRight
      ? []
      : [
          ...whole.map((action) => `${action} is a whole service`),
          ...(statement.exceptActions ? ['NotAction is every action of all other services'] : []),
        ];
  },
};
