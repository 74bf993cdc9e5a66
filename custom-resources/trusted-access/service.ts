import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  ActivateOrganizationsAccessCommand,
  DeactivateOrganizationsAccessCommand,
  DescribeOrganizationsAccessCommand,
} from '@aws-sdk/client-cloudformation';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  type EnabledServicePrincipal,
  ListAWSServiceAccessForOrganizationCommand,
} from '@aws-sdk/client-organizations';
import { collect } from '../../lambda/paging.ts';

export interface Clients {
  organizations: Pick<OrganizationsClient, 'send'>;
  cloudformation: Pick<CloudFormationClient, 'send'>;
  iam: Pick<IAMClient, 'send'>;
}

/**
 * StackSets have a switch of their own beside trusted access: only CloudFormation activates them,
 * and makes the service-linked role that they need.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 * @see https://github.com/pepperize/cdk-organizations/issues/1718
 */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** Both switches as they are now. */
export interface Switches {
  /** Service principals that AWS Organizations lists. */
  listed: ReadonlySet<string | undefined>;
  /** Whether CloudFormation has activated StackSets; false where nobody wants to know. */
  areStackSetsActivated: boolean;
}

/** Asks CloudFormation only when StackSets are among the principals. */
export async function readSwitches(
  { organizations, cloudformation }: Clients,
  principals: readonly string[],
): Promise<Switches> {
  const enabled = await collect(
    (token) => organizations.send(new ListAWSServiceAccessForOrganizationCommand(token)),
    (page): EnabledServicePrincipal[] | undefined => page.EnabledServicePrincipals,
  );
  const listed = new Set(enabled.map((each) => each.ServicePrincipal));
  if (!principals.includes(STACK_SETS)) return { listed, areStackSetsActivated: false };
  const { Status } = await cloudformation.send(new DescribeOrganizationsAccessCommand({}));
  return { listed, areStackSetsActivated: Status === 'ENABLED' };
}

/** Whether the service may act in the organization: for StackSets, by both switches. */
export function isOn({ listed, areStackSetsActivated }: Switches, principal: string): boolean {
  return listed.has(principal) && (principal !== STACK_SETS || areStackSetsActivated);
}

/** Whether there is anything to switch off: for StackSets, by either switch. */
export function isOnInPart(switches: Switches, principal: string): boolean {
  return switches.listed.has(principal) || isActivated(switches, principal);
}

/** Enables trusted access by the switch that is off; CloudFormation's own also turns the other. */
export async function enable(
  clients: Clients,
  switches: Switches,
  principal: string,
): Promise<void> {
  if (principal === STACK_SETS && !switches.areStackSetsActivated) {
    await clients.cloudformation.send(new ActivateOrganizationsAccessCommand({}));
    return;
  }
  const input = { ServicePrincipal: principal };
  await clients.organizations.send(new EnableAWSServiceAccessCommand(input));
}

/** Disables trusted access; StackSets that are activated, by CloudFormation. */
export async function disable(
  clients: Clients,
  switches: Switches,
  principal: string,
): Promise<void> {
  if (isActivated(switches, principal)) {
    await clients.cloudformation.send(new DeactivateOrganizationsAccessCommand({}));
    return;
  }
  const input = { ServicePrincipal: principal };
  await clients.organizations.send(new DisableAWSServiceAccessCommand(input));
}

function isActivated({ areStackSetsActivated }: Switches, principal: string): boolean {
  return principal === STACK_SETS && areStackSetsActivated;
}
