import { hasType, type World } from '../scenario.ts';

/** The rule that scenarios let AWS Config evaluate, and its noncompliant state. */
export const rule = 'restricted-ssh';
export const open = 'A security group allows the whole internet to access port 22';
export const resourceType = 'AWS::EC2::SecurityGroup';

export const functionOf = ({ settings }: World): string =>
  `${settings.resourcePrefix}-finding-alerts`;

export const alertsOnRules = (world: World): boolean =>
  hasType(world, 'AWS::Config::OrganizationConfigRule') &&
  world.stacks.some(({ name }) => name === functionOf(world));

/** A region that is not the home region, where there is one. */
export const regionOf = ({ homeRegion, governedRegions }: World['settings']): string =>
  governedRegions.find((region) => region !== homeRegion) ?? homeRegion;

/** AWS Config evaluates a security group. */
export async function evaluate(
  { rehearsal, settings }: World,
  place: { accountId: string; region: string },
  resourceId: string,
  compliance: string,
): Promise<void> {
  await rehearsal.aws.control('POST', '/config/evaluations', {
    ...place,
    rule: `${settings.resourcePrefix}-${rule}`,
    resourceType,
    resourceId,
    compliance,
  });
}
