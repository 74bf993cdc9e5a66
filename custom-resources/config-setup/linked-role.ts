import {
  CreateServiceLinkedRoleCommand,
  GetRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { isNamed } from '../framework/errors.ts';
import { type Sleep, waitUntil } from '../framework/retry.ts';

/**
 * The role of each service: GetRole asks by name.
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

/**
 * Makes the service-linked role unless the account has it, and waits until IAM shows it. It looks
 * first, since a creation that is refused would be an error in the account's trail each time.
 * Returns whether it made one.
 */
export async function ensureLinkedRole(
  iam: Pick<IAMClient, 'send'>,
  principal: Principal,
  sleep: Sleep,
): Promise<boolean> {
  const RoleName = ROLE_NAMES[principal];
  if (await exists(iam, RoleName)) return false;
  const isOurs = await create(iam, principal);
  const isThere = () => exists(iam, RoleName);
  await waitUntil(`IAM to show ${RoleName}`, isThere, { attempts: 21, everyMs: 3000, sleep });
  return isOurs;
}

async function exists(iam: Pick<IAMClient, 'send'>, RoleName: string): Promise<boolean> {
  try {
    await iam.send(new GetRoleCommand({ RoleName }));
    return true;
  } catch (error) {
    if (!isNamed(error, 'NoSuchEntityException')) throw error;
    return false;
  }
}

async function create(iam: Pick<IAMClient, 'send'>, principal: Principal): Promise<boolean> {
  try {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: principal }));
    return true;
  } catch (error) {
    // Somebody else made it since we looked. IAM has no error of its own for that.
    const isTaken = isNamed(error, 'InvalidInputException') && /has been taken/.test(error.message);
    if (!isTaken) throw error;
    return false;
  }
}
