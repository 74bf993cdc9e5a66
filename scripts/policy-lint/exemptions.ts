import type { Reference } from './reference.ts';
import type { Statement } from './types.ts';

/** A statement that a rule leaves alone, for a reason that has a source. */
export interface Exemption {
  readonly rule: string;
  readonly sid: string;
  /**
   * All actions of the statement, so that another action needs a reason of its
   * own; or `reads`: as many as one likes that change nothing.
   */
  readonly actions: readonly string[] | 'reads';
  readonly reason: string;
  readonly source: string;
}

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';

export const exemptions: readonly Exemption[] = [
  {
    rule: 'any-resource',
    sid: 'AllowConfigurationThatScannersRead',
    actions: 'reads',
    reason: 'an audit looks at whatever is there, as by the managed policy SecurityAudit',
    source: 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html',
  },
  {
    rule: 'any-resource',
    sid: 'AllowDelegationThroughGuardDuty',
    actions: 'reads',
    reason: 'GuardDuty calls these for the caller; AWS documents them with * alone',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html',
  },
  {
    rule: 'any-resource',
    sid: 'AllowDelegationToSecurityAccount',
    actions: [
      'organizations:EnableAWSServiceAccess',
      'organizations:RegisterDelegatedAdministrator',
      'organizations:DeregisterDelegatedAdministrator',
    ],
    reason:
      'GuardDuty calls these for the caller; AWS documents them with *, and a condition narrows them',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html',
  },
  {
    rule: 'any-resource',
    sid: 'AllowLookAtRecorders',
    actions: ['config:DescribeConfigurationRecorderStatus', 'config:DescribeDeliveryChannels'],
    reason: 'the call names no recorder, and the ids of recorders are made up by AWS Config',
    source: `${reference}/list_awsconfig.html`,
  },
  {
    rule: 'foreign-resources',
    sid: 'AllowInstancesOfTheStackSet',
    actions: [
      'cloudformation:CreateStackInstances',
      'cloudformation:DeleteStackInstances',
      'cloudformation:UpdateStackInstances',
    ],
    reason: 'the types are those of AWS, and the StackSet of this account is named as well',
    source: `${reference}/list_awscloudformation.html`,
  },
  {
    rule: 'foreign-resources',
    sid: 'AllowLookAtAccounts',
    actions: ['organizations:DescribeAccount'],
    reason: "Organizations returns the accounts of the caller's own organization alone",
    source:
      'https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html',
  },
  {
    rule: 'any-resource',
    sid: 'DenyLeavingTheOrganization',
    actions: ['account:CloseAccount', 'account:DisableRegion', 'organizations:LeaveOrganization'],
    reason: 'an account that closes itself or disables a region for itself names no account',
    source: 'https://docs.aws.amazon.com/accounts/latest/reference/API_DisableRegion.html',
  },
  {
    rule: 'any-resource',
    sid: 'DenyChangeOfConfig',
    actions: [
      'config:AssociateResourceTypes',
      'config:DeleteAggregationAuthorization',
      'config:DeleteConfigurationAggregator',
      'config:DeleteConfigurationRecorder',
      'config:DeleteDeliveryChannel',
      'config:DeleteEvaluationResults',
      'config:DeleteOrganizationConfigRule',
      'config:DeleteOrganizationConformancePack',
      'config:DeleteRetentionConfiguration',
      'config:DeleteServiceLinkedConfigurationRecorder',
      'config:DisassociateResourceTypes',
      'config:PutAggregationAuthorization',
      'config:PutConfigurationAggregator',
      'config:PutConfigurationRecorder',
      'config:PutDeliveryChannel',
      'config:PutOrganizationConfigRule',
      'config:PutOrganizationConformancePack',
      'config:PutRetentionConfiguration',
      'config:StopConfigurationRecorder',
    ],
    reason: 'recorder, channel and aggregator of an account are protected whatever they are called',
    source: `${reference}/list_awsconfig.html`,
  },
  {
    rule: 'any-resource',
    sid: 'DenyChangeOfGuardDuty',
    actions: [
      'guardduty:ArchiveFindings',
      'guardduty:CreateCustomDetectionRuleAssociation',
      'guardduty:CreateCustomDetectionRuleOrgConfiguration',
      'guardduty:CreateFilter',
      'guardduty:CreateIPSet',
      'guardduty:CreateThreatEntitySet',
      'guardduty:CreateThreatIntelSet',
      'guardduty:CreateTrustedEntitySet',
      'guardduty:DeleteCustomDetectionRuleAssociation',
      'guardduty:DeleteCustomDetectionRuleOrgConfiguration',
      'guardduty:DeleteDetector',
      'guardduty:DeleteIPSet',
      'guardduty:DeleteMembers',
      'guardduty:DeletePublishingDestination',
      'guardduty:DeleteThreatEntitySet',
      'guardduty:DeleteThreatIntelSet',
      'guardduty:DeleteTrustedEntitySet',
      'guardduty:DisassociateFromAdministratorAccount',
      'guardduty:DisassociateFromMasterAccount',
      'guardduty:DisassociateMembers',
      'guardduty:StopMonitoringMembers',
      'guardduty:UpdateCustomDetectionRuleAssociation',
      'guardduty:UpdateCustomDetectionRuleOrgConfiguration',
      'guardduty:UpdateDetector',
      'guardduty:UpdateFilter',
      'guardduty:UpdateIPSet',
      'guardduty:UpdateMalwareScanSettings',
      'guardduty:UpdateMemberDetectors',
      'guardduty:UpdateOrganizationConfiguration',
      'guardduty:UpdatePublishingDestination',
      'guardduty:UpdateThreatEntitySet',
      'guardduty:UpdateThreatIntelSet',
      'guardduty:UpdateTrustedEntitySet',
    ],
    reason: 'an account has one detector in a region, whose id GuardDuty makes up',
    source: `${reference}/list_amazonguardduty.html`,
  },
  {
    rule: 'any-resource',
    sid: 'DenyChangeOfSubscriptions',
    actions: ['sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
    reason: 'editions of the reference differ in whether these take a topic; * holds either way',
    source: `${reference}/list_amazonsns.html`,
  },
  {
    rule: 'any-resource',
    sid: 'DenyForgedMetrics',
    actions: ['cloudwatch:PutMetricData'],
    reason: 'a metric is known by its namespace, by which the condition narrows',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html',
  },
  {
    rule: 'any-resource',
    sid: 'DenyChangeOfMappings',
    actions: [
      'lambda:CreateEventSourceMapping',
      'lambda:DeleteEventSourceMapping',
      'lambda:UpdateEventSourceMapping',
    ],
    reason: 'Lambda makes up the ids of mappings; the condition narrows by function',
    source: `${reference}/list_awslambda.html`,
  },
  {
    rule: 'any-resource',
    sid: 'DenyChangeOfKeys',
    actions: [
      'kms:CreateGrant',
      'kms:DisableKey',
      'kms:DisableKeyRotation',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
    ],
    reason: 'KMS makes up the ids of keys; the condition narrows by alias',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
  },
];

function isCovered(exemption: Exemption, { actions }: Statement, known: Reference): boolean {
  if (exemption.actions !== 'reads') {
    const listed = exemption.actions;
    return actions.every((action) => listed.includes(action));
  }
  return actions.flatMap((pattern) => known.actionsOf(pattern)).every(({ isRead }) => isRead);
}

/** Why a rule leaves a statement alone. */
export function exemptionOf(
  rule: string,
  statement: Statement,
  known: Reference,
): Exemption | undefined {
  return exemptions.find(
    (exemption) =>
      exemption.rule === rule &&
      exemption.sid === statement.sid &&
      isCovered(exemption, statement, known),
  );
}
