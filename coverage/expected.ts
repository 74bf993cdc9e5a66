import type { Settings } from '../organization/types.ts';
import { auditRows } from './audit-rows.ts';
import { readAccessAnalyzer } from './checks/access-analyzer.ts';
import { readAlerts, readUndelivered } from './checks/alerts.ts';
import { readAthena } from './checks/athena.ts';
import { readOrganizationTrail } from './checks/cloud-trail.ts';
import { readAggregator } from './checks/config-aggregator.ts';
import { readRecorder } from './checks/config-recorder.ts';
import { readConformancePacks, readRules } from './checks/config-rules.ts';
import { readFindingAlerts, readFindings } from './checks/findings.ts';
import { readFlowLogs } from './checks/flow-logs.ts';
import { readAdministrator, readAutoEnable, readDetector } from './checks/guard-duty.ts';
import { readMembers } from './checks/guard-duty-members.ts';
import { readDelegatedAdministrator, readTrustedAccess } from './checks/organization.ts';
import { readSignInMonitor, readSignIns } from './checks/sign-ins.ts';
import { readTrailAlarms } from './checks/trail-alarms.ts';
import { reportRows } from './report-rows.ts';
import type { Row } from './types.ts';

/**
 * The one table of expected state. A capability adds its rows here, and a reader
 * for each of them in `checks/<capability>.ts`.
 */
export const expectedState: readonly Row[] = [
  {
    service: 'trusted-access',
    capability: 'organization-access',
    title: 'The services that this project uses have trusted access to the organization',
    accounts: 'management',
    scope: 'home-region',
    when: (settings) => settings.trustedAccessPrincipals.length > 0,
    expected: 'on',
    read: readTrustedAccess,
  },
  {
    service: 'delegated-administrator',
    capability: 'organization-access',
    title: 'The security account is delegated administrator of the services that it runs',
    accounts: 'management',
    scope: 'home-region',
    when: (settings) => settings.delegatedAdministratorPrincipals.length > 0,
    expected: 'on',
    read: readDelegatedAdministrator,
  },
  {
    service: 'access-analyzer',
    capability: 'access-analyzer',
    title: 'An analyzer looks for access from outside the organization',
    accounts: 'security',
    scope: 'every-region',
    when: ({ delegatedAdministratorPrincipals }) =>
      delegatedAdministratorPrincipals.includes('access-analyzer.amazonaws.com'),
    expected: 'on',
    read: readAccessAnalyzer,
  },
  {
    service: 'flow-logs',
    capability: 'flow-logs',
    title: 'Each VPC delivers its flow logs to each destination',
    accounts: 'all',
    scope: 'every-region',
    when: (settings) => settings.flowLogDestinations.length > 0,
    expected: 'on',
    read: readFlowLogs,
  },
  {
    service: 'cloud-trail',
    capability: 'cloud-trail',
    title: 'The organization trail records the account, and delivers',
    accounts: 'all',
    scope: 'every-region',
    expected: 'on',
    read: readOrganizationTrail,
  },
  {
    service: 'athena',
    capability: 'athena',
    title: 'The trail and the flow logs can be searched with SQL in an enforced workgroup',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readAthena,
  },
  {
    service: 'trail-alarms',
    capability: 'trail-alarms',
    title: 'Each metric filter of the trail has an alarm that tells somebody',
    accounts: 'management',
    scope: 'home-region',
    expected: 'on',
    read: readTrailAlarms,
  },
  {
    service: 'config-recorder',
    capability: 'config-recorder',
    title: 'One AWS Config recorder records, and delivers to the log archive',
    accounts: 'all',
    scope: 'every-region',
    expected: 'on',
    read: readRecorder,
  },
  {
    service: 'config-aggregator',
    capability: 'config-aggregator',
    title: 'The aggregator of AWS Config covers the organization, and no source fails',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readAggregator,
  },
  {
    service: 'config-rules',
    capability: 'config-rules',
    title: 'Each organization rule is active, except where it is excluded',
    accounts: 'all',
    scope: 'every-region',
    when: (settings) => settings.configRules.length > 0,
    expected: 'on',
    read: readRules,
  },
  {
    service: 'conformance-packs',
    capability: 'conformance-packs',
    title: 'Each conformance pack is deployed, except where it is excluded',
    accounts: 'all',
    scope: 'every-region',
    when: (settings) => settings.conformancePacks.length > 0,
    expected: 'on',
    read: readConformancePacks,
  },
  {
    service: 'guard-duty',
    capability: 'guard-duty',
    title: 'A GuardDuty detector is enabled',
    accounts: 'all',
    scope: 'every-region',
    expected: 'on',
    read: readDetector,
  },
  {
    service: 'guard-duty-administrator',
    capability: 'guard-duty',
    title: 'The security account administers GuardDuty of the organization',
    accounts: 'management',
    scope: 'every-region',
    when: managesGuardDutyByOrganization,
    expected: 'on',
    read: readAdministrator,
  },
  {
    service: 'guard-duty-members',
    capability: 'guard-duty',
    title: 'The GuardDuty members of the security account are the other active accounts',
    accounts: 'security',
    scope: 'every-region',
    expected: 'on',
    read: readMembers,
  },
  {
    service: 'guard-duty-auto-enable',
    capability: 'guard-duty',
    title: 'GuardDuty enables itself in every account of the organization',
    accounts: 'security',
    scope: 'every-region',
    when: managesGuardDutyByOrganization,
    expected: 'on',
    read: readAutoEnable,
  },
  {
    service: 'alerts',
    capability: 'alerts',
    title: 'The topic of alerts has somebody to tell',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readAlerts,
  },
  {
    service: 'undelivered',
    capability: 'alerts',
    title: 'No event waits in the queue of what EventBridge could not deliver',
    accounts: 'security',
    scope: signInRegions,
    expected: 'on',
    read: readUndelivered,
  },
  {
    service: 'sign-ins',
    capability: 'sign-in-monitoring',
    title: 'A rule tells the security account of sign-ins',
    accounts: 'all',
    scope: signInRegions,
    expected: 'on',
    read: readSignIns,
  },
  {
    service: 'sign-in-monitor',
    capability: 'sign-in-monitoring',
    title: 'Sign-ins are kept and judged, and none has failed',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readSignInMonitor,
  },
  {
    service: 'findings',
    capability: 'findings',
    title: 'Findings are told to the home region, and exported',
    accounts: 'security',
    scope: 'every-region',
    expected: 'on',
    read: readFindings,
  },
  {
    service: 'finding-alerts',
    capability: 'findings',
    title: 'Findings reach the function that tells people, and none has failed',
    accounts: 'security',
    scope: 'home-region',
    expected: 'on',
    read: readFindingAlerts,
  },
  ...reportRows,
  ...auditRows,
];

function signInRegions(settings: Settings): readonly string[] {
  return settings.signInRegions;
}

function managesGuardDutyByOrganization(settings: Settings): boolean {
  return settings.guardDutyMembership === 'organization';
}

/** The regions of a row. */
export function regionsOf(row: Row, settings: Settings): readonly string[] {
  if (typeof row.scope === 'function') {
    return row.scope(settings);
  }
  return row.scope === 'home-region' ? [settings.homeRegion] : settings.governedRegions;
}
