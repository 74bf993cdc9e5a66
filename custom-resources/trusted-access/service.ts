import {
  ActivateOrganizationsAccessCommand,
  DeactivateOrganizationsAccessCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
} from '@aws-sdk/client-organizations';
import type { Clients } from './trusted-access.ts';

// Enabled through AWS Organizations alone, StackSets would lack its service-linked role:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** Enables trusted access in the way that the service asks for. */
export async function enable(clients: Clients, principal: string): Promise<void> {
  if (principal === STACK_SETS) {
    await clients.cloudformation.send(new ActivateOrganizationsAccessCommand({}));
    return;
  }
  const input = { ServicePrincipal: principal };
  await clients.organizations.send(new EnableAWSServiceAccessCommand(input));
}

/** Disables trusted access in the way that the service asks for. */
export async function disable(clients: Clients, principal: string): Promise<void> {
  if (principal === STACK_SETS) {
    await clients.cloudformation.send(new DeactivateOrganizationsAccessCommand({}));
    return;
  }
  const input = { ServicePrincipal: principal };
  await clients.organizations.send(new DisableAWSServiceAccessCommand(input));
}
