import { codeStaysInItsAccount } from './artifacts/artifacts.ts';
import { invitationThenOrganization } from './guard-duty/membership.ts';
import { newAccountBecomesMember } from './guard-duty/new-account.ts';
import { guardDutyEverywhere, guardDutyMembers } from './guard-duty/organization.ts';
import {
  securityAccountSeesOrganization,
  trustsWhatIsListed,
} from './organization-access/organization-access.ts';
import type { Scenario } from './scenario.ts';

/** In the order of play: what changes the organization comes last. */
export const scenarios: readonly Scenario[] = [
  codeStaysInItsAccount,
  trustsWhatIsListed,
  securityAccountSeesOrganization,
  guardDutyEverywhere,
  guardDutyMembers,
  invitationThenOrganization,
  newAccountBecomesMember,
];
