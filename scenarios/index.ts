import { analyzersSeeTheOrganization } from './access-analyzer/access-analyzer.ts';
import { alertTestArrives } from './alerts/alert-test.ts';
import { refusedAlertsAreKept } from './alerts/failed-subscriber.ts';
import { undeliveredEventsAreTold } from './alerts/undelivered.ts';
import { codeStaysInItsAccount } from './artifacts/artifacts.ts';
import { queriesAreSaved, tablesFindEveryAccount } from './athena/athena.ts';
import { auditReadsConfigurationOnly, scannersAloneGetIn } from './audit-role/audit-role.ts';
import { usersNeedMfa } from './audit-role/users.ts';
import { membersCannotStopTrail, trailNeedsTrustAndBucket } from './cloud-trail/refusals.ts';
import { trailIsReadBySecurityOnly, trailRecordsEverywhere } from './cloud-trail/trail.ts';
import { aggregatorNeedsDelegation } from './config/aggregator.ts';
import {
  adoptedAccountKeepsRecorder,
  recordsEverywhereOnce,
  stacksStayFew,
} from './config/config.ts';
import { listsComeAndGo } from './config/lists.ts';
import { nonComplianceIsToldOnce } from './config/notification.ts';
import { rulesNeedRecorders } from './config/refusals.ts';
import {
  findingsAreKept,
  findingsReachPeople,
  updatesAreToldWhenTheyRise,
} from './findings/findings.ts';
import {
  bucketPolicyIsAsDeployed,
  everyVpcHasFlowLogs,
  newVpcGetsFlowLogs,
} from './flow-logs/flow-logs.ts';
import { invitationThenOrganization } from './guard-duty/membership.ts';
import { newAccountBecomesMember } from './guard-duty/new-account.ts';
import { guardDutyEverywhere, guardDutyMembers } from './guard-duty/organization.ts';
import {
  activatesStackSets,
  securityAccountSeesOrganization,
  trustsWhatIsListed,
} from './organization-access/organization-access.ts';
import type { Scenario } from './scenario.ts';
import { missingImageIsTold } from './security-audit/no-image.ts';
import { everyAccountIsScanned, missedAccountIsTold } from './security-audit/security-audit.ts';
import { accountsComeAndGo } from './security-reporting/accounts.ts';
import { faultsLoseNothing, killedDispatcherLosesNothing } from './security-reporting/failures.ts';
import {
  reportsReachTheirAccount,
  strayReportsAreQuarantined,
} from './security-reporting/security-reporting.ts';
import {
  strangersAreKeptOut,
  unreadableReportsAreRefused,
} from './security-reporting/strangers.ts';
import { largeReportsGoInParts, manyReportsArrive } from './security-reporting/volume.ts';
import {
  repeatedFailuresAreTold,
  repeatedSignInIsToldOnce,
  signInsReachPeople,
} from './sign-in-monitoring/sign-in-monitoring.ts';
import { insiderCannotBlind } from './tamper-protection/insider.ts';
import {
  elevatedRoleRings,
  filtersTellCallsApart,
  rootUsageRings,
} from './trail-alarms/trail-alarms.ts';

/** In the order of play: what changes the organization comes last. */
export const scenarios: readonly Scenario[] = [
  codeStaysInItsAccount,
  trustsWhatIsListed,
  activatesStackSets,
  securityAccountSeesOrganization,
  analyzersSeeTheOrganization,
  trailRecordsEverywhere,
  trailIsReadBySecurityOnly,
  membersCannotStopTrail,
  trailNeedsTrustAndBucket,
  everyVpcHasFlowLogs,
  newVpcGetsFlowLogs,
  bucketPolicyIsAsDeployed,
  queriesAreSaved,
  tablesFindEveryAccount,
  filtersTellCallsApart,
  elevatedRoleRings,
  rootUsageRings,
  guardDutyEverywhere,
  guardDutyMembers,
  recordsEverywhereOnce,
  stacksStayFew,
  rulesNeedRecorders,
  aggregatorNeedsDelegation,
  nonComplianceIsToldOnce,
  listsComeAndGo,
  findingsReachPeople,
  updatesAreToldWhenTheyRise,
  findingsAreKept,
  signInsReachPeople,
  repeatedSignInIsToldOnce,
  repeatedFailuresAreTold,
  alertTestArrives,
  undeliveredEventsAreTold,
  refusedAlertsAreKept,
  reportsReachTheirAccount,
  manyReportsArrive,
  largeReportsGoInParts,
  killedDispatcherLosesNothing,
  faultsLoseNothing,
  strangersAreKeptOut,
  unreadableReportsAreRefused,
  strayReportsAreQuarantined,
  scannersAloneGetIn,
  auditReadsConfigurationOnly,
  usersNeedMfa,
  missingImageIsTold,
  missedAccountIsTold,
  everyAccountIsScanned,
  insiderCannotBlind,
  invitationThenOrganization,
  newAccountBecomesMember,
  adoptedAccountKeepsRecorder,
  accountsComeAndGo,
];
