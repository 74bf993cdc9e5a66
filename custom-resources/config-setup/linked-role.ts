import type { IAMClient } from '@aws-sdk/client-iam';
import * as framework from '../../lambda/linked-role.ts';
import type { Sleep } from '../../lambda/retry.ts';

/**
 * The role of each service.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
 */
const ROLE_NAMES = {
  'config.amazonaws.com': 'AWSServiceRoleForConfig',
  'config-conforms.amazonaws.com': 'AWSServiceRoleForConfigConforms',
  'config-multiaccountsetup.amazonaws.com': 'AWSServiceRoleForConfigMultiAccountSetup',
} as const;

export type Principal = keyof typeof ROLE_NAMES;

export const PRINCIPALS = Object.keys(ROLE_NAMES) as Principal[];

/** Creates the service-linked role unless the account has it. Returns whether it created one. */
export function ensureLinkedRole(
  iam: Pick<IAMClient, 'send'>,
  principal: Principal,
  sleep: Sleep,
): Promise<boolean> {
  return framework.ensureLinkedRole(iam, { principal, roleName: ROLE_NAMES[principal] }, sleep);
}
