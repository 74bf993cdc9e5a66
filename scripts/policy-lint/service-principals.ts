/**
 * The source conditions that AWS documents for a service principal in a kind of
 * policy. `aws:SourceArn?` is a condition that holds where the key is missing.
 */
export interface SourceRow {
  readonly principal: string;
  /** The CloudFormation type of what carries the policy; AWS::IAM::Role is a trust policy. */
  readonly owner: string;
  /** Optional. The only actions that the row is for. */
  readonly actions?: readonly string[];
  /** Any of these sets, and no other key besides. */
  readonly keys: readonly (readonly string[])[];
  readonly source: string;
  /** The row of rehearsal/embedded-aws/evidence that says why the condition is not a plain one. */
  readonly evidence?: string;
}

const arn = 'aws:SourceArn';
const account = 'aws:SourceAccount';
const organization = 'aws:SourceOrgID';

const aws = 'https://docs.aws.amazon.com';
/** Where a service sends aws:SourceAccount, aws:SourceOrgID goes with it. */
const sourceOrgId = {
  source: `${aws}/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html`,
  evidence: 'source-org-id-with-source-account',
};

export const sourceRows: readonly SourceRow[] = [
  {
    principal: 'cloudtrail.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[]],
    source: `${aws}/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html`,
    evidence: 'cloudtrail-logs-role-without-source-keys',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    owner: 'AWS::KMS::Key',
    actions: ['kms:DescribeKey'],
    keys: [[]],
    source: `${aws}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html`,
    evidence: 'cloudtrail-describes-keys-without-source-keys',
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    owner: 'AWS::KMS::Key',
    keys: [[arn], [arn, organization]],
    source: `${aws}/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html`,
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    owner: 'AWS::S3::BucketPolicy',
    keys: [[arn], [arn, organization]],
    source: `${aws}/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html`,
  },
  {
    principal: 'cloudwatch.amazonaws.com',
    owner: 'AWS::SNS::TopicPolicy',
    keys: [[account, arn]],
    source: `${aws}/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html`,
  },
  {
    principal: 'codebuild.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[account, arn]],
    source: `${aws}/codebuild/latest/userguide/setting-up-service-role.html`,
    evidence: 'codebuild-names-its-project',
  },
  {
    principal: 'config.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[]],
    source: `${aws}/config/latest/developerguide/iamrole-permissions.html`,
    evidence: 'config-aggregator-role-without-source-keys',
  },
  {
    principal: 'config.amazonaws.com',
    owner: 'AWS::S3::BucketPolicy',
    keys: [[organization]],
    source: `${aws}/controltower/latest/userguide/logging-s3-audit-bucket.html`,
  },
  {
    principal: 'config.amazonaws.com',
    owner: 'AWS::KMS::Key',
    keys: [[organization]],
    ...sourceOrgId,
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    owner: 'AWS::S3::BucketPolicy',
    keys: [[organization]],
    ...sourceOrgId,
  },
  {
    principal: 'delivery.logs.amazonaws.com',
    owner: 'AWS::KMS::Key',
    keys: [[organization]],
    ...sourceOrgId,
  },
  {
    principal: 'ecs-tasks.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[account, arn]],
    source: `${aws}/AmazonECS/latest/developerguide/task-iam-roles.html`,
  },
  ...['events.amazonaws.com', 'delivery.logs.amazonaws.com'].flatMap((principal): SourceRow[] => [
    {
      principal,
      owner: 'AWS::Logs::ResourcePolicy',
      actions: ['logs:CreateLogStream'],
      keys: [[]],
      source: `${aws}/eventbridge/latest/userguide/eb-use-resource-based.html`,
      evidence: 'events-creates-log-streams-without-source-keys',
    },
    {
      principal,
      owner: 'AWS::Logs::ResourcePolicy',
      keys: [[arn]],
      source: `${aws}/eventbridge/latest/userguide/eb-use-resource-based.html`,
    },
  ]),
  {
    principal: 'events.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[account, arn]],
    source: `${aws}/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html`,
  },
  {
    principal: 'events.amazonaws.com',
    owner: 'AWS::Lambda::Permission',
    keys: [[arn]],
    source: `${aws}/eventbridge/latest/userguide/eb-use-resource-based.html`,
  },
  {
    principal: 'sns.amazonaws.com',
    owner: 'AWS::Lambda::Permission',
    keys: [[arn]],
    source: `${aws}/lambda/latest/dg/with-sns.html`,
  },
  {
    principal: 'events.amazonaws.com',
    owner: 'AWS::SNS::TopicPolicy',
    keys: [[`${arn}?`]],
    source: `${aws}/eventbridge/latest/userguide/eb-use-resource-based.html`,
    evidence: 'events-publishes-without-source-keys',
  },
  {
    principal: 'events.amazonaws.com',
    owner: 'AWS::SQS::QueuePolicy',
    keys: [[arn], [arn, organization]],
    source: `${aws}/eventbridge/latest/userguide/eb-use-resource-based.html`,
  },
  ...['AWS::KMS::Key', 'AWS::S3::BucketPolicy'].map(
    (owner): SourceRow => ({
      principal: 'guardduty.amazonaws.com',
      owner,
      keys: [[account, arn]],
      source: `${aws}/guardduty/latest/ug/guardduty_exportfindings.html`,
    }),
  ),
  {
    principal: 'lambda.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[account]],
    source:
      'https://github.com/aws/agent-toolkit-for-aws: skills/specialized-skills/serverless-skills/deploying-custom-domain-rest-api/scripts/lambda-trust-policy.json',
  },
  {
    principal: 'logs.amazonaws.com',
    owner: 'AWS::Lambda::Permission',
    keys: [[account, arn]],
    source: `${aws}/AmazonCloudWatch/latest/logs/SubscriptionFilters.html`,
  },
  {
    principal: 'logging.s3.amazonaws.com',
    owner: 'AWS::S3::BucketPolicy',
    keys: [[account, arn]],
    source: `${aws}/AmazonS3/latest/userguide/enable-server-access-logging.html`,
  },
  {
    principal: 's3.amazonaws.com',
    owner: 'AWS::SQS::QueuePolicy',
    keys: [[account, arn]],
    source: `${aws}/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html`,
  },
  {
    principal: 'sns.amazonaws.com',
    owner: 'AWS::SQS::QueuePolicy',
    keys: [[arn]],
    source: `${aws}/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html`,
  },
  {
    principal: 'vpc-flow-logs.amazonaws.com',
    owner: 'AWS::IAM::Role',
    keys: [[account, arn]],
    source: `${aws}/vpc/latest/userguide/flow-logs-iam-role.html`,
  },
];
