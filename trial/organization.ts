import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { isNamed } from '../lambda/errors.ts';
import type { TrialClients } from './clients.ts';
import type { Organization } from './context.ts';

/** The organization of the account; undefined where it is in none. Any member may read it. */
export async function organizationOf({
  organizations,
}: Pick<TrialClients, 'organizations'>): Promise<Organization | undefined> {
  try {
    const { Organization: found } = await organizations.send(new DescribeOrganizationCommand());
    return {
      id: found?.Id ?? '',
      managementAccountId: found?.MasterAccountId ?? '',
      managementEmail: found?.MasterAccountEmail ?? '',
    };
  } catch (error) {
    if (isNamed(error, 'AWSOrganizationsNotInUseException')) {
      return undefined;
    }
    throw error;
  }
}
