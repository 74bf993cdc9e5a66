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
 * StackSets have a second switch besides trusted access: only CloudFormation activates them, and
 * creates the service-linked role that they need.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 * @see https://github.com/pepperize/cdk-organizations/issues/1718
 */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** The current state of both switches. */
export interface Switches {
  /** Service principals that AWS Organizations lists. */
  listed: ReadonlySet<string | undefined>;
  /** Whether CloudFormation has activated StackSets; false if they are not among the principals. */
  areStackSetsActivated: boolean;
}

/** Calls CloudFormation only when StackSets are among the principals. */
export async function readSwitches(
  { organizations, cloudformation }: Clients,
  principals: readonly string[],
): Promise<Switches> {
  const enabled = await collect<EnabledServicePrincipal>(async (NextToken) => {
    const page = await organizations.send(
      new ListAWSServiceAccessForOrganizationCommand({ NextToken }),
    );
    return { items: page.EnabledServicePrincipals, next: page.NextToken };
  });
  const listed = new Set(enabled.map((each) => each.ServicePrincipal));
  if (!principals.includes(STACK_SETS)) {
    return { listed, areStackSetsActivated: false };
  }
  const { Status } = await cloudformation.send(new DescribeOrganizationsAccessCommand({}));
  return { listed, areStackSetsActivated: Status === 'ENABLED' };
}

/** Whether the service may act in the organization: StackSets need both switches. */
export function isOn({ listed, areStackSetsActivated }: Switches, principal: string): boolean {
  return listed.has(principal) && (principal !== STACK_SETS || areStackSetsActivated);
}

/** Whether there is anything to disable: for StackSets, either switch. */
export function isOnInPart(switches: Switches, principal: string): boolean {
  return switches.listed.has(principal) || isActivated(switches, principal);
}

/** Enables trusted access with the switch that is off; CloudFormation's also sets the other. */
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

/** Disables trusted access; for activated StackSets, with CloudFormation. */
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
