import { GetRoleCommand } from '@aws-sdk/client-iam';
import { isNamed } from '../lambda/errors.ts';
import type { Context } from './context.ts';

/** Has the roles removed that services will make for themselves, where the account does not have them yet. */
export async function willMakeLinkedRoles(
  { clients, willMake }: Context,
  ...names: string[]
): Promise<void> {
  for (const RoleName of names) {
    try {
      await clients.iam.send(new GetRoleCommand({ RoleName }));
    } catch (error) {
      if (!isNamed(error, 'NoSuchEntityException')) {
        throw error;
      }
      willMake('service-linked-role', RoleName);
    }
  }
}
