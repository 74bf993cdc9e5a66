import { PropertyError } from '../../lambda/errors.ts';
import { servicePrincipal } from '../../lambda/organizations.ts';
import type { Field } from '../../lambda/properties.ts';

// Registered through AWS Organizations, these would lack roles or have no effect. Their own APIs:
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
const OTHER_WAYS: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'cloudtrail:RegisterOrganizationDelegatedAdmin',
  'detective.amazonaws.com': 'AWS::Detective::OrganizationAdmin',
  'guardduty.amazonaws.com': 'Custom::GuardDutyAdministrator of guard-duty-organization',
  'inspector2.amazonaws.com': 'inspector2:EnableDelegatedAdminAccount',
  'macie.amazonaws.com': 'macie2:EnableOrganizationAdminAccount in each region',
  'securityhub.amazonaws.com': 'AWS::SecurityHub::DelegatedAdmin in each region',
};

/** A service whose administrator is registered through AWS Organizations. */
export const delegablePrincipal: Field<string> = (value, name) => {
  const principal = servicePrincipal(value, name);
  const otherWay = Object.hasOwn(OTHER_WAYS, principal) ? OTHER_WAYS[principal] : undefined;
  if (otherWay === undefined) {
    return principal;
  }
  throw new PropertyError(
    `${name} is ${principal}, which has its own API to register: remove it and use ${otherWay}`,
  );
};
