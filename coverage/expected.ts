import type { Settings } from '../organization/types.ts';
import { accessAnalyzerRow } from './checks/access-analyzer.ts';
import { alertsRow, undeliveredRow } from './checks/alerts.ts';
import { athenaRow } from './checks/athena.ts';
import { auditRoleRow } from './checks/audit-role.ts';
import { cloudTrailRow } from './checks/cloud-trail.ts';
import { configAggregatorRow } from './checks/config-aggregator.ts';
import { configRecorderRow } from './checks/config-recorder.ts';
import { configRulesRow, conformancePacksRow } from './checks/config-rules.ts';
import { findingAlertsRow, findingsRow } from './checks/findings.ts';
import { flowLogsRow } from './checks/flow-logs.ts';
import {
  guardDutyAdministratorRow,
  guardDutyAutoEnableRow,
  guardDutyRow,
} from './checks/guard-duty.ts';
import { guardDutyMembersRow } from './checks/guard-duty-members.ts';
import { delegatedAdministratorRow, trustedAccessRow } from './checks/organization.ts';
import { organizationPoliciesRow } from './checks/organization-policies.ts';
import { otherStacksRow } from './checks/other-stacks.ts';
import { reportBucketRow } from './checks/report-bucket.ts';
import { reportHarvestRow } from './checks/report-harvest.ts';
import { reportHarvesterRow } from './checks/report-harvester.ts';
import { reportDeliveryRow } from './checks/reports.ts';
import { securityAuditRow } from './checks/security-audit.ts';
import { signInNetRow } from './checks/sign-in-net.ts';
import { signInMonitorRow, signInsRow } from './checks/sign-ins.ts';
import { trailAlarmsRow } from './checks/trail-alarms.ts';
import { trailLogCopyRow } from './checks/trail-log-copy.ts';
import type { Row } from './types.ts';

/**
 * The one table of expected state, in the order in which it is shown. Each row is beside its reader,
 * in `checks/<capability>.ts`.
 */
export const expectedState: readonly Row[] = [
  trustedAccessRow,
  delegatedAdministratorRow,
  organizationPoliciesRow,
  accessAnalyzerRow,
  flowLogsRow,
  cloudTrailRow,
  athenaRow,
  trailAlarmsRow,
  trailLogCopyRow,
  configRecorderRow,
  configAggregatorRow,
  configRulesRow,
  conformancePacksRow,
  guardDutyRow,
  guardDutyAdministratorRow,
  guardDutyMembersRow,
  guardDutyAutoEnableRow,
  alertsRow,
  undeliveredRow,
  signInsRow,
  signInMonitorRow,
  signInNetRow,
  findingsRow,
  findingAlertsRow,
  reportBucketRow,
  reportDeliveryRow,
  reportHarvestRow,
  reportHarvesterRow,
  auditRoleRow,
  securityAuditRow,
  otherStacksRow,
];

/** The regions of a row. */
export function regionsOf({ scope }: Row, settings: Settings): readonly string[] {
  switch (scope) {
    case 'every-region':
      return settings.governedRegions;
    case 'home-region':
      return [settings.homeRegion];
    case 'sign-in-regions':
      return settings.signInRegions;
    default:
      return scope satisfies never;
  }
}
