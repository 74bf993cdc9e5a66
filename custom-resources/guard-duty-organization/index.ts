import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { customResource, customResources } from '../framework/custom-resource.ts';
import { guardDutyAdministrator } from './administrator.ts';
import { guardDutyDetector, guardDutyOrganization } from './organization.ts';

const clients = {
  guardDuty: new GuardDutyClient({ maxAttempts: 5 }),
  organizations: new OrganizationsClient({ maxAttempts: 5 }),
};

// Lambda sets it.
const region = process.env.AWS_REGION ?? '';

/**
 * `Custom::GuardDutyAdministrator`, in the management account, and `Custom::GuardDutyDetector` and
 * `Custom::GuardDutyOrganization`, in the security account; both in each governed region.
 */
export const handler = customResources({
  'Custom::GuardDutyAdministrator': customResource(guardDutyAdministrator(clients, region)),
  'Custom::GuardDutyDetector': customResource(guardDutyDetector(clients)),
  'Custom::GuardDutyOrganization': customResource(guardDutyOrganization(clients, region)),
});
