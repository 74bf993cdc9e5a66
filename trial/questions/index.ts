import type { Question } from '../question.ts';
import { athenaPrunesByExpression } from './athena-prunes-by-expression.ts';
import { athenaQuotedTextInDateFormat } from './athena-quoted-text-in-date-format.ts';
import { batchParentEndEvent } from './batch-parent-end-event.ts';
import { batchTagsOfASubmittedJob } from './batch-tags-of-a-submitted-job.ts';
import { busPolicyPrincipal } from './bus-policy-principal.ts';
import { busPolicyResource } from './bus-policy-resource.ts';
import { cloudformationConfigRecorderIsNotAdopted } from './cloudformation-config-recorder-is-not-adopted.ts';
import { cloudtrailRemovedInsightsStay } from './cloudtrail-removed-insights-stay.ts';
import { cloudwatchRegionNames } from './cloudwatch-region-names.ts';
import { configAggregatorRoleWithoutSourceKeys } from './config-aggregator-role-without-source-keys.ts';
import { configRecorderStatus } from './config-recorder-status.ts';
import { ec2OneFlowLogToADestination } from './ec2-one-flow-log-to-a-destination.ts';
import { ec2TwoFlowLogsOfAVpc } from './ec2-two-flow-logs-of-a-vpc.ts';
import { eventsBusSourceKeys } from './events-bus-source-keys.ts';
import { eventsPublishesWithoutSourceKeys } from './events-publishes-without-source-keys.ts';
import { eventsScheduleUnmentionedForms } from './events-schedule-unmentioned-forms.ts';
import { eventsTopicPolicyWithCondition } from './events-topic-policy-with-condition.ts';
import { eventsWildcardComplexity } from './events-wildcard-complexity.ts';
import { flowLogsAclHeader } from './flow-logs-acl-header.ts';
import { guarddutyActionsWithoutResource } from './guardduty-actions-without-resource.ts';
import { guarddutyAdditionalKept } from './guardduty-additional-kept.ts';
import { guarddutyExportPrincipalOfARegion } from './guardduty-export-principal-of-a-region.ts';
import { guarddutyMemberExists } from './guardduty-member-exists.ts';
import { lambdaDestinationBusOfTheSameAccount } from './lambda-destination-bus-of-the-same-account.ts';
import { organizationsDescribeAccountThatLeft } from './organizations-describe-account-that-left.ts';
import { passedToServiceOfTheCall } from './passed-to-service-of-the-call.ts';
import { policyProviderExists } from './policy-provider-exists.ts';
import { sourceOrgIdOfConfig } from './source-org-id-of-config.ts';
import { sourceOrgIdOfDeadLetters } from './source-org-id-of-dead-letters.ts';
import { sourceOrgIdOfFlowLogs } from './source-org-id-of-flow-logs.ts';
import { stackInstancesAreJudgedByTargetAndType } from './stack-instances-are-judged-by-target-and-type.ts';
import { stackSetsInstanceOfAnAccountThatLeft } from './stack-sets-instance-of-an-account-that-left.ts';
import { stackSetsRefuseEmptyTargets } from './stack-sets-refuse-empty-targets.ts';
import { topicPolicyResource } from './topic-policy-resource.ts';

/** Every question; its file has its id for a name. */
export const questions: readonly Question[] = [
  athenaPrunesByExpression,
  athenaQuotedTextInDateFormat,
  batchParentEndEvent,
  batchTagsOfASubmittedJob,
  busPolicyPrincipal,
  busPolicyResource,
  cloudformationConfigRecorderIsNotAdopted,
  cloudtrailRemovedInsightsStay,
  cloudwatchRegionNames,
  configAggregatorRoleWithoutSourceKeys,
  configRecorderStatus,
  ec2OneFlowLogToADestination,
  ec2TwoFlowLogsOfAVpc,
  eventsBusSourceKeys,
  eventsPublishesWithoutSourceKeys,
  eventsScheduleUnmentionedForms,
  eventsTopicPolicyWithCondition,
  eventsWildcardComplexity,
  flowLogsAclHeader,
  guarddutyActionsWithoutResource,
  guarddutyAdditionalKept,
  guarddutyExportPrincipalOfARegion,
  guarddutyMemberExists,
  lambdaDestinationBusOfTheSameAccount,
  organizationsDescribeAccountThatLeft,
  passedToServiceOfTheCall,
  policyProviderExists,
  sourceOrgIdOfConfig,
  sourceOrgIdOfDeadLetters,
  sourceOrgIdOfFlowLogs,
  stackInstancesAreJudgedByTargetAndType,
  stackSetsInstanceOfAnAccountThatLeft,
  stackSetsRefuseEmptyTargets,
  topicPolicyResource,
];
