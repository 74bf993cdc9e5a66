import {
  CreateServiceLinkedRoleCommand,
  GetRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { isNamed } from './errors.ts';
import { type Sleep, waitUntil } from './retry.ts';

/** A service, and the name of its role, which GetRole needs. */
export interface LinkedRole {
  readonly principal: string;
  readonly roleName: string;
}

/**
 * Creates the service-linked role unless the account has it, and waits until IAM returns it. Checks
 * first, since each rejected creation would be an error in the account's trail. Returns whether it
 * created one.
 */
export async function ensureLinkedRole(
  iam: Pick<IAMClient, 'send'>,
  { principal, roleName: RoleName }: LinkedRole,
  sleep: Sleep,
): Promise<boolean> {
  if (await exists(iam, RoleName)) {
    return false;
  }
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
    if (!isNamed(error, 'NoSuchEntityException')) {
      throw error;
    }
    return false;
  }
}

async function create(iam: Pick<IAMClient, 'send'>, principal: string): Promise<boolean> {
  try {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: principal }));
    return true;
  } catch (error) {
    // It was created since the check. IAM has no specific error for that.
    const isTaken = isNamed(error, 'InvalidInputException') && /has been taken/.test(error.message);
    if (!isTaken) {
      throw error;
    }
    return false;
  }
}
